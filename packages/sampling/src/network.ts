import type { ResourceUse } from "@stackbench/model";
import type { ListenCounters } from "@stackbench/host";

/** What happened between two readings of one namespace. */
export function networkUse(
  first: ListenCounters | undefined,
  last: ListenCounters | undefined,
): ResourceUse["network"] {
  if (!first || !last) return undefined;
  return {
    listenOverflows: counted(first.listenOverflows, last.listenOverflows),
    listenDrops: counted(first.listenDrops, last.listenDrops),
  };
}

/** Counters start again at zero when they are full. */
function counted(first: bigint, last: bigint): number {
  if (last >= first) return Number(last - first);
  const size = first < 2n ** 32n ? 2n ** 32n : 2n ** 64n;
  return Number(last - first + size);
}
