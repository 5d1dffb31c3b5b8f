import type { Selected } from "@stackbench/model";

/**
 * One shape of each way in which the plainest does not serve: by another server, behind another proxy, or over another
 * protocol. Numbers of workers and threads leave an app's answers as they are.
 */
export function otherWays(all: readonly Selected[], plain: Selected): Selected[] {
  const ways = new Map<string, Selected>([[wayOf(plain), plain]]);
  for (const one of all) if (!ways.has(wayOf(one))) ways.set(wayOf(one), one);
  return [...ways.values()].filter((one) => one !== plain);
}

function wayOf({ variant: { server, proxy, protocol } }: Selected): string {
  return [server, proxy, protocol].join(" ");
}
