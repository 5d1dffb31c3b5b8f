import { readProcessTable } from "@stackbench/host";

/** Its first child that lives. */
export function childOf(pid: number): number | undefined {
  return [...readProcessTable().values()].find(({ parent }) => parent === pid)?.pid;
}
