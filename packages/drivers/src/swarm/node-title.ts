import type { PlacedNode, Placement } from "./place-roles.ts";

/** "the node of the server and database", "the node of the server 2": by what it is in a sitting, for results name no machine. */
export function nodeTitle({ servers, loads, database }: Placement, { node }: PlacedNode): string {
  const holders = { server: servers, load: loads, database: [database] };
  const own = Object.entries(holders).flatMap(([role, placed]) => {
    const index = placed.findIndex((one) => one.node.id === node.id);
    if (index === -1) return [];
    return index === 0 ? role : `${role} ${index + 1}`;
  });
  return `the node of the ${new Intl.ListFormat("en-GB").format(own)}`;
}
