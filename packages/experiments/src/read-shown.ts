import { UsageError } from "@stackbench/model";
import { readChoice, type Command, type CommandInput } from "@stackbench/terminal";
import { formats, type Format } from "./formats.ts";

/** How a run is shown, and where. */
export interface Shown {
  format: Format;
  /** A file, as given, instead of stdout. */
  output: string | undefined;
  /** Whether a table is told with how it was measured and how to read it. */
  explain: boolean;
}

/** Of everything that shows a table. */
export const explainOption: Command["options"] = {
  explain: { help: "tell with the table how it was measured and how to read it" },
};

/** Of every command that shows a run. */
export const formatOptions: Command["options"] = {
  format: { value: "name", help: `how it is shown: ${formats.join(", ")}`, default: formats[0]! },
  output: { value: "file", help: "where to, - for stdout", default: "-" },
  ...explainOption,
  json: { help: "short for --format=json: stdout is one JSON object and nothing else" },
};

/** Whether it is what every command showed before there were formats: a table, or one JSON object, on stdout. */
export function isPlain({ format, output }: Shown): boolean {
  return (format === "table" || format === "json") && output === undefined;
}

/** Throws UsageError for what is no format, two of them, and a run that is not held shown as one. */
export function readShown({ values, switches }: Pick<CommandInput, "values" | "switches">): Shown {
  const isJson = switches.has("json");
  const { format: named, output } = values;
  const format = readChoice("format", named, formats, isJson ? "json" : formats[0]!);
  if (isJson && format !== "json") {
    throw new UsageError(`--json: expected no other format with it, got --format=${format}`);
  }
  const explain = switches.has("explain");
  const shown = { format, output: output === "-" ? undefined : output, explain };
  if (switches.has("dry-run") && !isPlain(shown)) {
    throw new UsageError(
      "--dry-run: nothing is measured; expected no --output= with it, and no --format= but table and json",
    );
  }
  return shown;
}
