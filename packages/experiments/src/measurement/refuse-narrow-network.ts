import {
  bitsPerSecond,
  nodesOfReplicas,
  pathOfLoad,
  pathsToReplicas,
  sharesOfNodes,
  UsageError,
  variantKey,
  type Experiment,
  type NetworkPath,
  type Variant,
} from "@stackbench/model";
import {
  buildSpec,
  meanSentBytes,
  networkLimit,
  networkUse,
  type Flows,
  type NetworkUse,
} from "@stackbench/runner";

/** The head of an answer has its status line at least, and tells a length. */
const leastHeadBytes = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".length;

/** What a plan goes over. */
interface Ways {
  /** Undefined where it was not measured. */
  network: readonly NetworkPath[] | undefined;
  variants: readonly Variant[];
  /** How many machines of the server replicas are on in turn. */
  servers: number;
}

/**
 * A rate that the network between load and server, or from a proxy to replicas on other machines, cannot carry is told before anything starts:
 * by what is known of requests and answers then, which is the least. In a closed loop the rate is what is measured, and what a stack
 * asks of its database is its own: there each window is judged. Throws UsageError.
 */
export function refuseNarrowNetwork(experiment: Experiment, ways: Ways): void {
  // On one machine there is none.
  if (ways.network === undefined) return;
  const measured = { path: pathOfLoad(ways.network), onwards: pathsToReplicas(ways.network) };
  for (const level of experiment.levels) {
    if (level.loop !== "open") continue;
    for (const workload of experiment.workloads) {
      if (level.workload !== undefined && level.workload !== workload) continue;
      const window = { workload, level, seed: 1 };
      const spec = buildSpec(experiment, window, { host: "127.0.0.1", port: 8000 });
      const lengths = spec.sequence.map((index) => spec.requests[index]!.expect.bodyBytes ?? 0);
      const bodyBytes = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
      const { ratePerSecond: perSecond } = level;
      const flows = {
        requests: { perSecond, bytesEach: meanSentBytes(spec) },
        answers: { perSecond, bytesEach: leastHeadBytes + bodyBytes },
      };
      for (const variant of ways.variants) {
        if (!experiment.served[variantKey(variant)]?.includes(workload)) continue;
        // One that is scaled begins with fewer replicas: how many requests go on is not known.
        const far = experiment.autoscale ? [] : farShares(variant, ways.servers);
        const narrow = usesOf(measured, flows, far).find(({ use }) => use.share >= networkLimit);
        if (narrow) throw refusal(perSecond, workload, narrow);
      }
    }
  }
}

/** Of the replicas on each further machine of the server, the first of which is the second one. */
function farShares(variant: Variant, servers: number): number[] {
  return sharesOfNodes(variant.replicas, nodesOfReplicas(variant, servers)).slice(1);
}

interface Measured {
  path: NetworkPath | undefined;
  /** From the proxy to further machines of the server, by their number. */
  onwards: ReadonlyMap<number, NetworkPath>;
}

interface Use {
  where: string;
  use: NetworkUse;
}

function usesOf({ path, onwards: paths }: Measured, flows: Flows, far: readonly number[]): Use[] {
  const farShare = far.reduce((sum, share) => sum + share, 0);
  const onwards = far.flatMap((share, index): Use[] => {
    const node = index + 2;
    const way = paths.get(node);
    if (!way) return [];
    const part = { requests: partOf(flows.requests, share), answers: partOf(flows.answers, share) };
    const where = `from the proxy to the replicas on node ${node} of the server`;
    return [{ where, use: networkUse(way, part) }];
  });
  if (!path) return onwards;
  const beside = farShare > 0 ? ", which also has what goes on to replicas on other nodes," : "";
  const use = networkUse(path, { ...flows, farShare });
  return [{ where: `between load and server${beside}`, use }, ...onwards];
}

function partOf(flow: Flows["requests"], share: number): Flows["requests"] {
  return { ...flow, perSecond: flow.perSecond * share };
}

function refusal(rate: number, workload: string, { where, use }: Use): UsageError {
  const { what, bytesPerSecond, mostBytesPerSecond, share } = use;
  const most = Math.floor((rate * networkLimit) / share);
  return new UsageError(
    `--rate=${rate}: the network ${where} would be the limit: ${what} of ${workload} take ${bitsPerSecond(bytesPerSecond)} or more of it, ${Math.round(share * 100)} % of the ${bitsPerSecond(mostBytesPerSecond)} that it was found to carry (limit ${networkLimit * 100} %). Ask for ${most.toLocaleString("en-GB")}/s at most, or put a faster network between them`,
  );
}
