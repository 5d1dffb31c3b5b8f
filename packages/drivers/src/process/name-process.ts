import { readCommandLine } from "@stackbench/host";
import { shownCommand } from "../shown-command.ts";

/** "node server.js (pid 4711)"; the number alone where its command line cannot be read. */
export function nameProcess({ pid }: { pid: number }): string {
  const shown = shownCommand(readCommandLine(pid).split("\0"));
  return shown === "" ? `pid ${pid}` : `${shown} (pid ${pid})`;
}
