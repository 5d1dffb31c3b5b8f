import { consoleText } from "./console-text.ts";

/** Takes what it keeps rewriting off the terminal, has a line written, and puts it below that again. */
type GiveWay = (write: () => void) => void;

let giveWay: GiveWay | undefined;

/** A line for the person, on stderr: stdout holds the result alone. Nothing in it is obeyed. */
export function say(line: string): void {
  const write = (): void => void process.stderr.write(`${consoleText(line)}\n`);
  if (giveWay) giveWay(write);
  else write();
}

/** While it is there, whatever is rewritten on stderr gives way to what is said; undefined once nothing is. */
export function sayAbove(next: GiveWay | undefined): void {
  giveWay = next;
}
