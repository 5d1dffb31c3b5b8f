import { jsonText } from "@stackbench/report/text";
import { consoleText } from "./console-text.ts";

/** Colours as the renderers of tables make them, and no other escape sequence. */
const ours = new RegExp(String.raw`(\u001b\[(?:1|2|22|31|32|33|39)m)`);

/** The result as text, on stdout: nothing in it is obeyed. Adds no line feed. */
export function show(text: string): void {
  process.stdout.write(consoleText(text));
}

/** A table of `packages/report`, which cleans what is not its own and alone may use colours. */
export function showTable(text: string): void {
  const parts = text.split(ours);
  process.stdout.write(parts.map((part) => (ours.test(part) ? part : consoleText(part))).join(""));
}

/** The result as one line of JSON, on stdout. `indent`: on several. */
export function showJson(value: unknown, indent?: number): void {
  // As consoleText does it, with the value unchanged.
  const text = jsonText(value, indent).replaceAll("##[", String.raw`\u0023#[`);
  process.stdout.write(`${text}\n`);
}

/** Whether a person reads it as it comes. */
export function isShownToPerson(): boolean {
  return process.stdout.isTTY;
}

/** The least that tables are made for: a narrower terminal breaks their lines. */
const leastColumns = 60;

/** How wide what is written there may be: a log is given as much as most people see at once. */
export function columnsOf(stream: "stdout" | "stderr"): number {
  const { isTTY, columns } = process[stream];
  return isTTY ? Math.max(leastColumns, columns || 80) : 100;
}

/** Room and colour of this terminal. `explain`: whether what is shown is explained in full. */
export function consoleOptions(explain = false): {
  columns: number;
  colour: boolean;
  explain: boolean;
} {
  const { stdout } = process;
  return {
    explain,
    columns: columnsOf("stdout"),
    colour: stdout.isTTY && !process.env["NO_COLOR"],
  };
}
