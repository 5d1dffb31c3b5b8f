import { cleanText } from "@stackbench/report";

/** A line for the person, on stderr: stdout holds the result alone. Nothing in it is obeyed by a terminal. */
export function say(line: string): void {
  process.stderr.write(`${cleanText(line)}\n`);
}
