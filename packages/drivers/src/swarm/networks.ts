import type { Network } from "../docker/addresses.ts";
import type { Placement } from "./place-roles.ts";

/** The first on the server's node, and one on each further node of a sitting. */
export function networksOf(
  { servers: [, ...further] }: Pick<Placement, "servers">,
  name: string,
): [Network, ...Network[]] {
  return [
    { member: "pod", host: `${name}-pod` },
    ...further.map(({ node }, index): Network => {
      const member = `pod-${index + 2}` as const;
      const cpus = Array.from({ length: node.cpus }, (_, cpu) => cpu);
      return { member, host: `${name}-${member}`, cpus };
    }),
  ];
}
