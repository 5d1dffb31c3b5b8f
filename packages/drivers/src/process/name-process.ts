import { basename, isAbsolute } from "node:path";
import { readCommandLine } from "@stackbench/host";

const shownLength = 60;

/** "node server.js (pid 4711)"; the number alone where its command line cannot be read. */
export function nameProcess({ pid }: { pid: number }): string {
  const words = readCommandLine(pid).split("\0");
  const line = words
    .map((word) => (isAbsolute(word) ? basename(word) : word))
    .join(" ")
    .trim();
  if (line === "") return `pid ${pid}`;
  const shown = line.length > shownLength ? `${line.slice(0, shownLength)}…` : line;
  // It is the app's to choose: nothing in it may steer a terminal.
  return `${shown.replaceAll(/\p{C}/gu, "?")} (pid ${pid})`;
}
