import type { VariantShape } from "@stackbench/model";
import type { Network } from "../docker/addresses.ts";
import type { Placement } from "./place-roles.ts";

/** The first on the server's node, and for replicas one on each node more. A unix socket leads to no other machine. */
export function networksOf(
  { servers }: Pick<Placement, "servers">,
  name: string,
  { replicas, socket }: Pick<VariantShape, "replicas" | "socket">,
): [Network, ...Network[]] {
  const further = socket === "unix" ? [] : servers.slice(1, replicas);
  return [
    { member: "pod", host: `${name}-pod` },
    ...further.map(({ node }, index): Network => {
      const member = `pod-${index + 2}` as const;
      const cpus = Array.from({ length: node.cpus }, (_, cpu) => cpu);
      return { member, host: `${name}-${member}`, cpus };
    }),
  ];
}
