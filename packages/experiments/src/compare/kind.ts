import {
  type Experiment,
  type RunHead,
  type RunRecord,
  type SloTerm,
  UsageError,
} from "@stackbench/model";
import { renderConsole, rowsJson, type Table } from "@stackbench/report";
import { defaultStacks, findRecord, runStore } from "@stackbench/session";
import { codeOfRows, readList, weightiest, type CommandInput } from "@stackbench/terminal";
import { askedRequests } from "../asked/asked-requests.ts";
import { closing, findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { needsClosedLoop } from "../measurement/levels.ts";
import { measurementOptions, planOption, runOptions } from "../measurement/options.ts";
import { expectRequests, readSlo, sloOption } from "../measurement/read-slo.ts";
import { codeOfSlos, withSlo } from "../measurement/with-slo.ts";
import { readRequest } from "../read-request.ts";
import { isPlain, type Shown } from "../read-shown.ts";
import { showPlan } from "../show-plan.ts";
import { askOverHttp2 } from "../url/ask-over-http2.ts";
import { findServers, type FoundServers } from "../url/find-servers.ts";
import { readServers, type ServersRequest } from "../url/read-servers.ts";
import { urlOptions } from "../url/url-options.ts";
import { withoutFolders } from "../without-folders.ts";
import { compareWithBaseline } from "./compare-with-baseline.ts";
import { refuseBaseline } from "./refuse-baseline.ts";

/** Which of these is faster? */
export interface CompareRequest extends ExperimentRequest {
  /** As given; absent for the default ones. */
  stacks?: string;
  /** Instead of stacks. */
  servers?: ServersRequest;
  /** What each row is judged by; absent where nothing is. */
  slo?: SloTerm[];
  /** A run to compare with afterwards, as given. */
  baseline?: string;
  /** Compares with the baseline across other conditions too. */
  force: boolean;
}

interface FoundCompared extends Found {
  servers?: FoundServers;
  baseline?: RunRecord;
}

export const compare: ExperimentKind<CompareRequest, FoundCompared> = {
  name: "compare",
  command: {
    ...listedKinds.compare,
    options: {
      stack: {
        value: "ids",
        help: "what to compare: ids, id:variant, globs (*:bare), folders (./my-app), comma-separated",
        default: defaultStacks.join(","),
      },
      ...measurementOptions,
      ...urlOptions,
      ...sloOption,
      ...planOption,
      baseline: {
        value: "run",
        help: "compare with an earlier run (id or path) afterwards; exit code 3 where something got slower",
      },
      force: {
        help: "compare with the baseline, or go on with --resume, even where it was measured under other conditions",
      },
      ...runOptions,
    },
    examples: [
      "pnpm bench",
      "pnpm bench --stack=node-http,fastify --workload=hello,items --rounds=5",
      "pnpm bench --stack='*:nginx' --connections=16,64,256",
      "pnpm bench --url=http://127.0.0.1:8000 --path=/",
      "pnpm bench --stack=fastify --rate=1000 --slo='p99<10ms, errors<0.1%'",
      "pnpm bench run --resume 20261121-054714-3f9a",
    ],
  },
  read: readCompare,
  find: findCompared,
  experiment: compareExperiment,
  conclude: concludeRows,
  tellsPartially: true,
  showDry: showPlan,
  refuse: refuseVain,
  beside: ({ shown, force }, { baseline }) => {
    const output = shown.format === "json" ? "json" : "table";
    const { explain } = shown;
    return (
      baseline && ((record) => compareWithBaseline(record, baseline, { output, explain, force }))
    );
  },
};

function readCompare(input: CommandInput): CompareRequest {
  const { values, switches } = input;
  const { stack, baseline, slo } = values;
  const force = switches.has("force");
  if (force && baseline === undefined) {
    throw new UsageError("--force: expected --baseline= with it, got none");
  }
  const servers = readServers(input);
  const request = readRequest(input);
  const { measurement } = request;
  if (baseline !== undefined) expectShownWithBaseline(request.shown);
  const asked = servers?.workloads ?? measurement.workloads ?? ["hello"];
  return {
    ...request,
    // Servers that already run are left as they are.
    ...(servers && {
      measurement: { ...measurement, workloads: servers.workloads, tuning: "none" },
    }),
    ...(stack !== undefined && { stacks: stack }),
    ...(servers && { servers }),
    ...(slo !== undefined && { slo: readSlo(slo, servers?.custom ? "requests" : asked) }),
    ...(baseline !== undefined && { baseline }),
    force,
  };
}

/** What the comparison is shown as too, and where. */
function expectShownWithBaseline(shown: Shown): void {
  if (isPlain(shown)) return;
  const { format, output } = shown;
  const got = output === undefined ? `--format=${format}` : `--output=${output}`;
  throw new UsageError(
    `--baseline: expected a table or JSON on stdout, got ${got}; show the run afterwards: pnpm bench report --format=`,
  );
}

async function findCompared(request: CompareRequest): Promise<FoundCompared> {
  const { stacks, measurement, baseline: named, out } = request;
  const baseline = named === undefined ? undefined : await findRecord(named, runStore(out));
  const question = { kind: compare.name, details: {} };
  const known = { question, ...(baseline && { baseline }) };
  if (!request.servers) return { ...(await findStacks(stacks, measurement)), ...known };
  const { custom } = request.servers;
  if (custom && request.slo) {
    // Before anyone is asked.
    const parts = await askedRequests(custom.asked);
    expectRequests(
      request.slo,
      parts.map(({ name }) => name),
    );
  }
  const overHttp2 = askOverHttp2(measurement.generators);
  const servers = await findServers({ ...request.servers, overHttp2 });
  const { selected, chosen } = servers;
  const { allowRemote, pin, tls } = request.servers;
  const sources = {
    from: "servers" as const,
    allowRemote,
    pin,
    ...(tls.insecure && { insecure: true as const }),
    ...(tls.ca !== undefined && { ca: tls.ca }),
  };
  return { selected, chosen, sources, servers, ...known, ...closing(chosen) };
}

function compareExperiment(
  { measurement, stacks, slo }: CompareRequest,
  { selected, chosen, servers }: FoundCompared,
): Experiment {
  const [first = ""] = stacks === undefined ? defaultStacks : readList(stacks);
  const compared = { selected, driver: chosen.driver, first: withoutFolders(first) };
  const built = buildExperiment(measurement, compared);
  const experiment = servers?.adapt(built, measurement) ?? built;
  return withSlo(experiment, slo, !needsClosedLoop(measurement.levels));
}

async function refuseVain(
  { measurement, force }: CompareRequest,
  { baseline }: FoundCompared,
  headOf: () => Promise<RunHead>,
): Promise<void> {
  if (!baseline) return;
  const areCasesKnown = !needsClosedLoop(measurement.levels);
  refuseBaseline(baseline, { head: await headOf(), areCasesKnown, force });
}

function concludeRows(_record: RunRecord, table: Table): Outcome {
  return {
    code: weightiest([codeOfRows(table.rows), codeOfSlos(table.rows)]),
    json: rowsJson(table),
    table: (options) => renderConsole(table, options),
  };
}
