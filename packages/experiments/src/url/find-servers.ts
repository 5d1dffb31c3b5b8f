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
import { expectSomebody } from "./expect-somebody.ts";
import { findAddress, type FoundAddress } from "./find-address.ts";
import { hintAtContract } from "./hint-at-contract.ts";
import { learnFromAll } from "./learn-from-all.ts";
import type { ServersRequest } from "./read-servers.ts";
import { selectServers, urlOf } from "./select-servers.ts";
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
  const { urls, custom, workloads, keepAlive, pin, allowRemote } = request;
  if (!custom) for (const line of describeUrlWorkloads(workloads)) say(line);
  const addresses = await Promise.all(urls.map((url) => findAddress(url, allowRemote)));
  const servers = selectServers(addresses, contractWorkloads(workloads));
  for (const address of addresses) await expectSomebody(address);
  if (!custom) for (const address of addresses) await hintAtContract(address);
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

function joinAll(servers: ReadonlyMap<FoundAddress, Selected>, pin: boolean): ChosenDriver {
  return joiningDriver(
    new Map([...servers].map(([address, { variant }]) => [variantKey(variant), address])),
    pin,
  );
}
