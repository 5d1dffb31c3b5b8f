import { bitsPerSecond } from "@stackbench/model";
import { networkLimit, networkUse, type NetworkUse } from "../network-use.ts";
import { percent, type Guard } from "./judged-window.ts";

/** Whether a network that requests went over may have been the limit: that between load and server, or on from the proxy to replicas. */
export const networkBound: Guard = (judged) => {
  const { load, path, sentBytesEach = 0, farShare = 0, farWays = [] } = judged;
  if (load.kind === "totals") return undefined;
  const { seconds, sent, succeeded, receivedBytes = 0 } = load;
  const flows = (share = 1) => ({
    requests: { perSecond: (share * sent) / seconds, bytesEach: sentBytesEach },
    answers: {
      perSecond: (share * succeeded) / seconds,
      bytesEach: receivedBytes / Math.max(1, succeeded),
    },
  });
  const beside =
    farShare > 0 ? ", and what goes between the proxy and replicas on other nodes," : "";
  const uses = farWays.map(({ node, path: way, share }) => ({
    use: networkUse(way, flows(share)),
    of: ` of the replicas on node ${node} of the server`,
  }));
  if (path) uses.unshift({ use: networkUse(path, { ...flows(), farShare }), of: beside });
  const fullest = uses.toSorted((a, b) => b.use.share - a.use.share)[0];
  if (!fullest || fullest.use.share < networkLimit) return undefined;
  return { kind: "network-bound", severity: "unranked", message: describe(fullest) };
};

function describe({ use, of }: { use: NetworkUse; of: string }): string {
  const { what, bytesPerSecond, mostBytesPerSecond, share } = use;
  return `${what}${of} took ${bitsPerSecond(bytesPerSecond)} of the network with the heads of their packets, ${percent(share)} of the ${bitsPerSecond(mostBytesPerSecond)} that one connection took of it before the run (limit ${percent(networkLimit)})`;
}
