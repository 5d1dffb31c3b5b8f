import { consoleText } from "./console-text.ts";

/** A line for the person, on stderr: stdout holds the result alone. Nothing in it is obeyed. */
export function say(line: string): void {
  process.stderr.write(`${consoleText(line)}\n`);
}
