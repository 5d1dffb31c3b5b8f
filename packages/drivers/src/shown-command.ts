import { basename, isAbsolute } from "node:path";

const shownLength = 60;

/** A command line as a message names it: programs and files without their folders, and not all of a long one. */
export function shownCommand(words: readonly string[]): string {
  const line = words
    .map((word) => (isAbsolute(word) ? basename(word) : word))
    .join(" ")
    .trim();
  const shown = line.length > shownLength ? `${line.slice(0, shownLength)}…` : line;
  // It is the app's to choose: nothing in it may steer a terminal.
  return shown.replaceAll(/\p{C}/gu, "?");
}
