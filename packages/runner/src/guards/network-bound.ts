import { bitsPerSecond, type ClosedLoad, type OpenLoad } from "@stackbench/model";
import {
  fuller,
  networkLimit,
  networkUse,
  wireCarried,
  wireOf,
  type Flows,
  type NetworkUse,
} from "../network-use.ts";
import { percent, type Guard, type JudgedWindow } from "./judged-window.ts";

/** A window whose load was counted. */
type Counted = JudgedWindow & { load: ClosedLoad | OpenLoad };

/** A way and how full it was. */
interface Way {
  use: NetworkUse;
  /** Which one, behind what went there. */
  of: string;
}

/**
 * Whether a network that a window went over may have been the limit: that between load and server, on from the proxy to replicas, on to the
 * database, or the server's link, which has all of them in it.
 */
export const networkBound: Guard = (judged) => {
  const { load } = judged;
  if (load.kind === "totals") return undefined;
  const counted: Counted = { ...judged, load };
  // Which way it was says more than that the link, which all go over, was full.
  const full =
    fullest([...ofLoad(counted), ...toReplicas(counted), ...toDatabase(counted)]) ??
    fullest(ofLink(counted));
  return full && { kind: "network-bound", severity: "unranked", message: describe(full) };
};

/** Undefined where none is full. */
function fullest(ways: readonly Way[]): Way | undefined {
  const [first] = ways.toSorted((a, b) => b.use.share - a.use.share);
  return first && first.use.share >= networkLimit ? first : undefined;
}

function flowsOf({ load, sentBytesEach = 0 }: Counted, farShare: number, share = 1): Flows {
  const { seconds, sent, succeeded, receivedBytes = 0 } = load;
  return {
    requests: { perSecond: (share * sent) / seconds, bytesEach: sentBytesEach },
    answers: {
      perSecond: (share * succeeded) / seconds,
      bytesEach: receivedBytes / Math.max(1, succeeded),
    },
    farShare,
  };
}

function ofLoad(judged: Counted): Way[] {
  const { path, farShare = 0 } = judged;
  if (!path) return [];
  const of = farShare > 0 ? ", and what goes between the proxy and replicas on other nodes," : "";
  return [{ use: networkUse(path, flowsOf(judged, farShare)), of }];
}

function toReplicas(judged: Counted): Way[] {
  return (judged.farWays ?? []).map(({ node, path, share }) => ({
    use: networkUse(path, flowsOf(judged, 0, share)),
    of: ` of the replicas on node ${node} of the server`,
  }));
}

/** What the server's link carried that was neither the load's nor for replicas went to the database or came from there. */
function toDatabase(judged: Counted): Way[] {
  const { databasePath, path, use, farShare = 0 } = judged;
  const { carried } = use.network ?? {};
  if (!databasePath || !carried) return [];
  const all = wireCarried(carried, use.seconds);
  // A load beside the server goes over no link.
  const others = path ? wireOf(flowsOf(judged, farShare)) : { to: 0, from: 0 };
  const rest = {
    to: Math.max(0, all.from - others.from),
    from: Math.max(0, all.to - others.to),
  };
  const names = ["what the server sent", "what the server received"] as const;
  return [{ use: fuller(databasePath, names, rest), of: " on the way to its database" }];
}

function ofLink({ link, use }: Counted): Way[] {
  const { carried } = use.network ?? {};
  if (!link || !carried) return [];
  const names = ["all that the server's node received", "all that the server's node sent"] as const;
  return [{ use: fuller(link, names, wireCarried(carried, use.seconds)), of: "" }];
}

function describe({ use, of }: Way): string {
  const { what, bytesPerSecond, mostBytesPerSecond, share } = use;
  return `${what}${of} took ${bitsPerSecond(bytesPerSecond)} of the network with the heads of their packets, ${percent(share)} of the ${bitsPerSecond(mostBytesPerSecond)} that one connection took of it before the run (limit ${percent(networkLimit)})`;
}
