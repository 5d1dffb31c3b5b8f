import { readFileSync } from "node:fs";
import { basename, isAbsolute } from "node:path";

const shownLength = 60;

/** "node server.js (pid 4711)"; the number alone where its command line cannot be read. */
export function nameProcess({ pid }: { pid: number }): string {
  const words = commandLine(pid).split("\0");
  const line = words
    .map((word) => (isAbsolute(word) ? basename(word) : word))
    .join(" ")
    .trim();
  if (line === "") return `pid ${pid}`;
  const shown = line.length > shownLength ? `${line.slice(0, shownLength)}…` : line;
  // It is the app's to choose: nothing in it may steer a terminal.
  return `${shown.replaceAll(/\p{C}/gu, "?")} (pid ${pid})`;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
