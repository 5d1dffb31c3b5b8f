import type { Command } from "./command.ts";

/** The text of `<program> <command> --help`. */
export function commandHelp(command: Command, program = "pnpm bench"): string {
  const options: Command["options"] = { ...command.options, help: { help: "show this text" } };
  const rows = Object.entries(options).map(([name, option]) => ({
    flag: `--${name}${describeValue(option)}`,
    text:
      option.default === undefined ? option.help : `${option.help} (default: ${option.default})`,
  }));
  const width = Math.max(...rows.map((row) => row.flag.length));
  const lines = [
    `${program} ${command.name}: ${command.summary}`,
    "",
    `Usage: ${program} ${command.name}${command.positionals ? ` ${command.positionals}` : ""} [options]`,
    "",
    "Options:",
    ...rows.flatMap((row) => wrapRow(row.flag.padEnd(width), row.text)),
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
export function mainHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "stackbench compares server stacks: brings them up, verifies, tunes, loads and tabulates them.",
    "",
    "Usage: pnpm bench [command] [options]      (no command means run)",
    "",
    "Commands:",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "pnpm bench <command> --help tells the options of each, pnpm bench --version which program this is.",
    "Exit codes: 0 fine, 1 a row failed, 2 wrong usage, 3 a comparison found something slower, 4 the machine cannot do it, 130 interrupted.",
    "",
  ].join("\n");
}

const helpColumns = 100;

function wrapRow(flag: string, text: string): string[] {
  const indent = 2 + flag.length + 2;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > helpColumns) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((part, i) => (i === 0 ? `  ${flag}  ${part}` : " ".repeat(indent) + part));
}
