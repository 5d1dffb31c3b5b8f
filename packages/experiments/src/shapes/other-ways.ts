import type { Selected } from "@stackbench/model";

/**
 * One shape of each way in which the plainest does not serve: by another server, behind another proxy, or over another
 * protocol or TLS (an app may tell its own URL, which begins with https then). Numbers of workers and threads leave an app's answers as they are.
 */
export function otherWays(all: readonly Selected[], plain: Selected): Selected[] {
  const ways = Map.groupBy(all, wayOf);
  ways.delete(wayOf(plain));
  return [...ways.values()].map(([first]) => first!);
}

function wayOf({ variant: { server, proxy, protocol, tls } }: Selected): string {
  return [server, proxy, protocol, tls].join(" ");
}
