import { wrap } from "@stackbench/report/text";
import type { Command } from "./command.ts";
import { columnsOf } from "./show.ts";

/** Wider it is no easier to read. */
const mostColumns = 100;

/** With less, what an option does stands below its name. */
const besideFrom = 80;

/** The text of `<program> <command> --help`. */
export function commandHelp(
  command: Command,
  program = "pnpm bench",
  columns = columnsOf("stdout"),
): string {
  const options: Command["options"] = { ...command.options, help: { help: "show this text" } };
  const rows = Object.entries(options).map(([name, option]) => ({
    name: `--${name}${describeValue(option)}`,
    text:
      option.default === undefined ? option.help : `${option.help} (default: ${option.default})`,
  }));
  const lines = [
    ...paragraph(`${program} ${command.name}: ${command.summary}`, columns),
    "",
    ...wrap(
      "Usage: ",
      `${program} ${command.name}${command.positionals ? ` ${command.positionals}` : ""} [options]`,
      columns,
    ),
    "",
    "Options:",
    ...describeRows(rows, columns),
  ];
  if (command.examples) {
    lines.push("", "Examples:", ...command.examples.map((example) => `  ${example}`));
  }
  return `${lines.join("\n")}\n`;
}

function describeValue({ value, isOptional }: Command["options"][string]): string {
  if (value === undefined) return "";
  return isOptional ? `[=<${value}>]` : `=<${value}>`;
}

/** The text of `bench --help`. */
export function mainHelp(
  commands: readonly Pick<Command, "name" | "summary">[],
  columns = columnsOf("stdout"),
): string {
  return [
    ...paragraph(
      "stackbench compares server stacks: brings them up, verifies, tunes, loads and tabulates them.",
      columns,
    ),
    "",
    ...wrap("Usage: ", "pnpm bench [command] [options], where no command means run", columns),
    "",
    "Commands:",
    ...describeRows(
      commands.map(({ name, summary }) => ({ name, text: summary })),
      columns,
    ),
    "",
    ...paragraph(
      "pnpm bench <command> --help tells the options of each, pnpm bench --version which program this is.",
      columns,
    ),
    "",
    ...paragraph(
      "Exit codes: 0 fine, 1 a row failed or a check did not hold, 2 wrong usage, 3 a comparison found something slower or a row misses its SLO, 4 the machine cannot do it, 5 nothing is known of a row (no valid window), 130 interrupted.",
      columns,
    ),
    "",
  ].join("\n");
}

/** A line or more each: the name, and beside it, or below it where that leaves too little room, what it is. */
function describeRows(rows: readonly { name: string; text: string }[], columns: number): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const room = Math.min(mostColumns, columns);
  return columns < besideFrom
    ? rows.flatMap(({ name, text }) => [`  ${name}`, ...wrap("      ", text, room)])
    : rows.flatMap(({ name, text }) => wrap(`  ${name.padEnd(width)}  `, text, room));
}

function paragraph(text: string, columns: number): string[] {
  return wrap("", text, Math.min(mostColumns, columns));
}
