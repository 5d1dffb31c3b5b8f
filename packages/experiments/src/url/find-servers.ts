import { type CommandInput, readChoice, readList } from "@stackbench/terminal";
import { joiningDriver, type ChosenDriver } from "@stackbench/session";
import {
  UsageError,
  variantKey,
  workloadIds,
  type Experiment,
  type LoadRequest,
  type Selected,
} from "@stackbench/model";
import { expectSomebody } from "./expect-somebody.ts";
import { findAddress, type FoundAddress } from "./find-address.ts";
import { hintAtContract } from "./hint-at-contract.ts";
import { learnFromAll } from "./learn-from-all.ts";
import { readUrlWorkloads } from "./read-url-workloads.ts";
import { selectServers, urlOf } from "./select-servers.ts";
import { serverCpus } from "./server-cpus.ts";
import { splitUrls } from "./split-url.ts";
import { urlOptions } from "./url-options.ts";

/** Servers that already run, instead of stacks. */
export interface FoundServers {
  /** The command's input with what `--url` leaves open filled in. */
  input: CommandInput;
  selected: Selected[];
  chosen: ChosenDriver;
  /** An experiment of these options as it can be held with these servers. */
  adapt(experiment: Experiment): Experiment;
  /** What is asked for of a server that need not speak the contract. */
  customRequest: LoadRequest | undefined;
}

/** They say how a path is asked for: with one of them the server need not speak the contract. */
const pathOptions = ["any-length", "follow", "no-follow"] as const;

/** What a server that is brought up can be given, and one that already runs cannot. */
const impossible = [
  "stack",
  "driver",
  "tune-host",
  "cpus-server",
  "cpus-database",
  "pool",
  "memory",
] as const;

/**
 * The servers of `--url`; undefined without it. Each is asked now whether it is there, and for a path
 * what it answers. `unnamed`: the workloads where none is named. Throws UsageError for options that contradict each other, and for servers that do not answer.
 */
export async function findServers(
  input: CommandInput,
  unnamed = "hello",
): Promise<FoundServers | undefined> {
  const { values, switches } = input;
  if (values["url"] === undefined) {
    const alone = Object.keys(urlOptions).find((name) => isGiven(input, name));
    if (alone !== undefined) throw new UsageError(`--${alone}: expected --url= with it, got none`);
    return undefined;
  }
  refuseImpossible(input);
  const urls = readList(values["url"]);
  if (urls.length === 0) {
    throw new UsageError(
      `--url: expected URLs such as http://127.0.0.1:8000, got "${values["url"]}"`,
    );
  }
  const { servers: texts, path } = splitUrls(urls, values["path"]);
  const isAskedForPath = path !== undefined || pathOptions.some((name) => isGiven(input, name));
  const contract = readChoice(
    "contract",
    values["contract"],
    ["1", "none"],
    isAskedForPath ? "none" : "1",
  );
  if (contract === "1" && isAskedForPath) {
    throw new UsageError(
      "--contract=1: expected no path with it: the contract says what is asked for",
    );
  }
  const workloads = readUrlWorkloads(input, contract === "none", unnamed);
  const addresses = await Promise.all(
    texts.map((url) => findAddress(url, switches.has("allow-remote"))),
  );
  const servers = selectServers(addresses, workloads);
  for (const address of addresses) await expectSomebody(address);
  if (contract === "1") for (const address of addresses) await hintAtContract(address);
  const customRequest =
    contract === "none" ? await learnFromAll(input, path, addresses) : undefined;
  const pin = switches.has("pin");
  const isLoadGiven = values["cpus-load"] !== undefined;
  return {
    input: { ...input, values: { ...values, workload: workloads.join(","), tuning: "none" } },
    selected: [...servers.values()],
    chosen: joinAll(servers, pin),
    customRequest,
    adapt: (experiment) => ({
      ...experiment,
      ...(customRequest && askingFor(customRequest, experiment)),
      cpus: pin ? experiment.cpus : serverCpus(addresses, experiment.cpus, isLoadGiven),
    }),
  };
}

/** The servers of an earlier run, by its variants. */
export async function findServersAgain(
  variants: readonly string[],
  { allowRemote, pin }: { allowRemote: boolean; pin: boolean },
): Promise<Pick<FoundServers, "selected" | "chosen">> {
  const addresses = await Promise.all(variants.map((key) => findAddress(urlOf(key), allowRemote)));
  const servers = selectServers(addresses, workloadIds);
  for (const address of addresses) await expectSomebody(address);
  return { selected: [...servers.values()], chosen: joinAll(servers, pin) };
}

function askingFor(
  customRequest: LoadRequest,
  { variants }: Experiment,
): Pick<Experiment, "workloads" | "served" | "customRequest"> {
  const workloads: Experiment["workloads"] = ["custom"];
  const served = Object.fromEntries(variants.map((key) => [key, workloads]));
  return { workloads, served, customRequest };
}

function joinAll(servers: ReadonlyMap<FoundAddress, Selected>, pin: boolean): ChosenDriver {
  return joiningDriver(
    new Map([...servers].map(([address, { variant }]) => [variantKey(variant), address])),
    pin,
  );
}

function isGiven({ values, switches }: CommandInput, name: string): boolean {
  return values[name] !== undefined || switches.has(name);
}

function refuseImpossible(input: CommandInput): void {
  const mayPin = input.switches.has("pin");
  const wrong = impossible.find(
    (name) => isGiven(input, name) && !(mayPin && name === "cpus-server"),
  );
  if (wrong !== undefined) {
    throw new UsageError(
      `--${wrong}: not with --url, whose servers already run and are left as they are; bring yours up with --stack=./folder to set it`,
    );
  }
  if (![undefined, "none"].includes(input.values["tuning"])) {
    throw new UsageError("--tuning: expected none with --url, whose servers are left as they are");
  }
}
