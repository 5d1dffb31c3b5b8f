import { addDescendants, readProcessTable } from "@stackbench/host";

/** `root` and all that it started, as far as they live. */
export function appProcesses(root: number): number[] {
  const table = readProcessTable();
  const members = new Set(table.has(root) ? [root] : []);
  addDescendants(members, table);
  return [...members];
}
