import { cleanText, jsonText } from "@stackbench/report";

/** Colours as the renderers of tables make them, and no other escape sequence. */
const ours = new RegExp(String.raw`(\u001b\[(?:1|2|22|31|32|33|39)m)`);

/** The result as text, on stdout: nothing in it is obeyed by a terminal. Adds no line feed. */
export function show(text: string): void {
  process.stdout.write(cleanText(text));
}

/** A table of `packages/report`, which cleans what is not its own and alone may use colours. */
export function showTable(text: string): void {
  const parts = text.split(ours);
  process.stdout.write(parts.map((part) => (ours.test(part) ? part : cleanText(part))).join(""));
}

/** The result as one line of JSON, on stdout. `indent`: on several. */
export function showJson(value: unknown, indent?: number): void {
  process.stdout.write(`${jsonText(value, indent)}\n`);
}

/** Room and colour of this terminal. */
export function consoleOptions(): { columns: number; colour: boolean } {
  const { stdout } = process;
  return {
    columns: Math.max(80, stdout.columns ?? 100),
    colour: stdout.isTTY && !process.env["NO_COLOR"],
  };
}
