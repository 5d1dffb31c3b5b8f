import {
  variantKey,
  contractWorkloads,
  workloadIds,
  type CustomRequest,
  type Experiment,
  type Selected,
} from "@stackbench/model";
import { joiningDriver, type ChosenDriver } from "@stackbench/session";
import { say } from "@stackbench/terminal";
import { askingFor } from "../asked/asking-for.ts";
import type { Measurement } from "../measurement/read-measurement.ts";
import { contractFault } from "./contract-fault.ts";
import { findAddress } from "./find-address.ts";
import { learnFromAll } from "./learn-from-all.ts";
import { reachServer, type ReachedServer } from "./reach-server.ts";
import type { ServersRequest } from "./read-servers.ts";
import { refuseTwice, selectServers, urlOf } from "./select-servers.ts";
import { serverCpus } from "./server-cpus.ts";
import { describeUrlWorkloads } from "./url-workloads.ts";

/** Servers that already run, instead of stacks. */
export interface FoundServers {
  selected: Selected[];
  chosen: ChosenDriver;
  /** An experiment as it can be held with these servers. */
  adapt(experiment: Experiment, measurement: Measurement): Experiment;
  /** What is asked for of a server that need not speak the contract. */
  customRequests: CustomRequest[] | undefined;
}

/**
 * The servers of `--url`. Each is asked now whether it is there, and for requests of one's own what it answers. Throws UsageError for
 * servers that do not answer, or not alike.
 */
export async function findServers(request: ServersRequest): Promise<FoundServers> {
  const { urls, workloads, keepAlive, pin } = request;
  if (!request.custom) for (const line of describeUrlWorkloads(workloads)) say(line);
  const addresses = await reachAll(urls, request);
  const servers = selectServers(addresses, contractWorkloads(workloads));
  const custom = request.custom ?? (await unlessContract(request, addresses));
  const customRequests = custom && (await learnFromAll(custom, addresses, keepAlive));
  return {
    selected: [...servers.values()],
    chosen: joinAll(servers, pin),
    customRequests,
    adapt: (experiment, { areLoadCpusGiven }) => ({
      ...experiment,
      ...(customRequests && askingFor(customRequests, experiment)),
      cpus: pin ? experiment.cpus : serverCpus(addresses, experiment.cpus, areLoadCpusGiven),
    }),
  };
}

/**
 * What servers of which none speaks the contract are asked for in its place; undefined where they are asked for the contract. Says
 * which of them do not speak it: they will be failed rows beside one that does, or where the contract was asked for.
 */
async function unlessContract(
  { unlessContract: own }: ServersRequest,
  addresses: readonly ReachedServer[],
): Promise<ServersRequest["custom"]> {
  const faults: string[] = [];
  for (const address of addresses) {
    const fault = await contractFault(address);
    if (fault !== undefined) faults.push(fault);
  }
  const isOwn = own !== undefined && faults.length === addresses.length;
  for (const fault of faults) {
    say(
      `${fault}; ${isOwn ? "asked for / in its place" : "an app that does not speak the contract is measured by a path: --path=/, --path=/x"}`,
    );
  }
  return isOwn ? own : undefined;
}

/** The servers of an earlier run, by its variants. */
export async function findServersAgain(
  variants: readonly string[],
  request: HowToReach & Pick<ServersRequest, "pin">,
): Promise<Pick<FoundServers, "selected" | "chosen">> {
  const addresses = await reachAll(variants.map(urlOf), request);
  const servers = selectServers(addresses, workloadIds);
  return { selected: [...servers.values()], chosen: joinAll(servers, request.pin) };
}

type HowToReach = Pick<ServersRequest, "allowRemote" | "tls" | "overHttp2">;

/** Nothing is connected to before it is known that all may be. */
async function reachAll(
  urls: readonly string[],
  { allowRemote, tls, overHttp2 = false }: HowToReach,
): Promise<ReachedServer[]> {
  const found = await Promise.all(urls.map((url) => findAddress(url, allowRemote, tls)));
  refuseTwice(found);
  const reached: ReachedServer[] = [];
  for (const one of found) reached.push(await reachServer(one, overHttp2));
  return reached;
}

function joinAll(servers: ReadonlyMap<ReachedServer, Selected>, pin: boolean): ChosenDriver {
  return joiningDriver(
    new Map([...servers].map(([address, { variant }]) => [variantKey(variant), address])),
    pin,
  );
}
