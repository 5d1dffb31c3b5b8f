import { resolve } from "node:path";
import { UsageError, type Experiment } from "@stackbench/model";
import { refuseOtherDrivers, workingDirectory } from "@stackbench/session";
import { readInteger, readList, type CommandInput } from "@stackbench/terminal";
import type { ExperimentKind, ExperimentRequest } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { askingFor } from "../asked/asking-for.ts";
import { readAskedOfApp, type AskedOfApp } from "../asked/read-asked-of-app.ts";
import { appRequestOptions } from "../asked/request-options.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { measurementOptions, planOption, runOptions } from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { readSizes, type RequestedSizes } from "../workers/read-sizes.ts";
import { concludeShapes } from "./conclude.ts";
import { findApp, findAppAgain, type FoundApp } from "./find-app.ts";
import { ownApp, type AskedApp } from "./read-own-app.ts";
import { writeAppFile } from "./write-app-file.ts";

/** How should this app be served? */
export interface ShapesRequest extends ExperimentRequest, AskedApp, AskedOfApp {
  /** Names and globs; undefined for those that are worth the time. */
  shapes: readonly string[] | undefined;
  sizes: RequestedSizes;
  /** Writes what was found, and measures nothing. */
  isInit: boolean;
}

// What an app as it is has no part in, what only a Swarm has, and what its shapes give another meaning to. Shapes are told
// apart by what they serve in a closed loop.
const {
  workload: _workload,
  anchor: _anchor,
  rate: _rate,
  arrivals: _arrivals,
  registry: _registry,
  "load-nodes": _nodes,
  pool: _pool,
  "cpus-database": _database,
  threads: generatorThreads,
  ...shared
} = measurementOptions;

export const shapes: ExperimentKind<ShapesRequest, FoundApp> = {
  name: "shapes",
  command: {
    ...listedKinds.shapes,
    positionals: "[folder]",
    options: {
      shape: {
        value: "names",
        help: "which shapes: names and globs such as 'gunicorn*', comma-separated, or all",
        default: "a few that are worth the time",
      },
      workers: {
        value: "n,…",
        help: "numbers of worker processes for every shape that can have others; by n, the server's CPUs, too: n, 2n+1",
      },
      threads: { value: "n,…", help: "the same of threads of a worker" },
      image: {
        value: "name",
        help: "an image that the engine has, in place of a folder; it runs what it says itself",
      },
      port: {
        value: "port",
        help: "where the app listens, and is told to by $PORT",
        default: "as stackbench.json or the image's EXPOSE says, else 8000",
      },
      ...appRequestOptions,
      init: {
        help: "write what was found of the app into its stackbench.json, and measure nothing",
      },
      ...shared,
      driver: {
        ...shared.driver,
        help: `docker, for ${ownApp} needs containers`,
        default: "docker",
      },
      "generator-threads": generatorThreads,
      ...planOption,
      ...runOptions,
    },
    examples: [
      "pnpm bench shapes ./my-app",
      "pnpm bench shapes --image=my-app:1 --port=3000",
      "pnpm bench shapes ./my-app --init",
      "pnpm bench shapes ./my-app --shape='gunicorn*,granian' --workers=1,2,2n+1 --path=/articles",
    ],
  },
  read: readShapes,
  find: findApp,
  experiment: ({ measurement }, { selected, chosen, customRequests, plainest }): Experiment => {
    const compared = { selected, driver: chosen.driver, first: plainest };
    // The workload stands in for the requests that are learnt.
    const experiment = buildExperiment({ ...measurement, workloads: ["hello"] }, compared);
    return { ...experiment, ...askingFor(customRequests, experiment) };
  },
  conclude: concludeShapes,
  findAgain: findAppAgain,
  showDry: async (request, found, headOf) => {
    if (request.isInit) return await writeAppFile(found.read);
    await showPlan(request, found, headOf);
  },
};

function readShapes(input: CommandInput): ShapesRequest {
  const { positionals, values, switches } = input;
  const [folder = ".", ...more] = positionals;
  if (more.length > 0) {
    throw new UsageError(`bench shapes: expected one folder, got ${positionals.join(" ")}`);
  }
  const { threads, "generator-threads": ofGenerator, shape, port, ...others } = values;
  // Told here, for what reads it knows it by another name.
  if (ofGenerator !== undefined) {
    readInteger("generator-threads", ofGenerator, 1, { min: 1, max: 256 });
  }
  const asked = readAskedOfApp(input);
  const names = shape === undefined ? undefined : readList(shape);
  if (names?.length === 0) throw new UsageError('--shape: expected names or globs, got ""');
  const request = readRequest({ ...input, values: { ...others, threads: ofGenerator } });
  refuseOtherDrivers(request.measurement.driver, ownApp);
  const { connections } = request.measurement.levels;
  if (connections.length > 1) {
    throw new UsageError(
      `--connections: expected one number, for the answer is one; got ${connections.join(", ")}`,
    );
  }
  const isInit = switches.has("init");
  const { image } = values;
  if (isInit && image !== undefined) {
    throw new UsageError(
      "--init: expected a folder without --image, for it looks at what is there",
    );
  }
  return {
    ...request,
    isDryRun: request.isDryRun || isInit,
    isInit,
    // Beside an image a folder counts only where it is named.
    directory:
      image !== undefined && positionals.length === 0
        ? undefined
        : resolve(workingDirectory, folder),
    shapes: names,
    sizes: readSizes({ workers: values["workers"], threads }),
    ...asked,
    image,
    port: port === undefined ? undefined : readInteger("port", port, 1, { min: 1, max: 65535 }),
  };
}
