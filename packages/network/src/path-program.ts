import { ownProgram } from "@stackbench/host";

/** The agent program `path`, to be run as it is or bundled. */
export const pathEntry = ownProgram("path", new URL("./agent/path.ts", import.meta.url));

/** What makes it answer those who ask for the way to it, until it is ended. */
export const answerCommand: readonly string[] = ["answer"];

/** What makes it measure the way to these hosts, one after the other, write a line each, and end. */
export function askCommand(hosts: readonly string[]): string[] {
  return ["ask", ...hosts];
}
