import { bitsPerSecond, describeClock } from "@stackbench/model";
import { gibibytes, oneLine } from "@stackbench/report";
import type { ExaminedNodes } from "@stackbench/session";
import { ms, plainTable } from "@stackbench/terminal";

/** The nodes and the ways between them, as two tables. */
export function describeNodes(examined: ExaminedNodes): string {
  const nodes = plainTable(
    ["node", "roles", "state", "engine", "CPUs", "memory", "clock"],
    examined.nodes.map((node) => [
      oneLine(node.name),
      node.roles.join(", ") || "–",
      node.isManager ? `${node.state}, manager` : node.state,
      node.engineVersion,
      `${node.cpus}`,
      gibibytes(node.memoryBytes),
      clockOf(node.name, examined),
    ]),
  );
  if (examined.paths.length === 0) return nodes;
  const paths = plainTable(
    ["from", "to", "round trip", "there", "back"],
    examined.paths.map((path) => [
      oneLine(path.from),
      oneLine(path.to),
      `${ms(path.roundTripMs)} ms`,
      bitsPerSecond(path.bytesPerSecondTo),
      bitsPerSecond(path.bytesPerSecondFrom),
    ]),
  );
  return `${nodes}\n${paths}`;
}

/** By how much it is ahead of the reference, which asked it. */
function clockOf(name: string, { reference, paths }: ExaminedNodes): string {
  if (name === reference && paths.length > 0) return "reference";
  const path = paths.find(({ from, to }) => from === reference && to === name);
  return path ? describeClock(path) : "–";
}
