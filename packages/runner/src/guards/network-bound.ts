import { bitsPerSecond } from "@stackbench/model";
import { networkLimit, networkUse } from "../network-use.ts";
import { percent, type Guard } from "./judged-window.ts";

/** Whether the network between load and server may have been the limit. */
export const networkBound: Guard = ({ load, path, sentBytesEach = 0, farShare = 0 }) => {
  if (!path || load.kind === "totals") return undefined;
  const { seconds, sent, succeeded, receivedBytes = 0 } = load;
  const { what, bytesPerSecond, mostBytesPerSecond, share } = networkUse(path, {
    requests: { perSecond: sent / seconds, bytesEach: sentBytesEach },
    answers: { perSecond: succeeded / seconds, bytesEach: receivedBytes / Math.max(1, succeeded) },
    farShare,
  });
  if (share < networkLimit) return undefined;
  return {
    kind: "network-bound",
    severity: "unranked",
    message: `${what}${farShare > 0 ? ", and what goes between the proxy and replicas on other nodes," : ""} took ${bitsPerSecond(bytesPerSecond)} of the network with the heads of their packets, ${percent(share)} of the ${bitsPerSecond(mostBytesPerSecond)} that one connection took of it before the run (limit ${percent(networkLimit)})`,
  };
};
