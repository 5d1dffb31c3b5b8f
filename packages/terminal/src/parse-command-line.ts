import { parseArgs } from "node:util";
import { closest } from "@stackbench/model/closest";
import { UsageError } from "@stackbench/model/errors";
import type { Command, CommandInput } from "./command.ts";

/** Options whose values add up when given more than once, and what stands between these then. */
const lists: ReadonlyMap<string, string> = new Map([
  ["stack", ","],
  ["url", ","],
  // Commas stand in headers, line ends never.
  ["header", "\n"],
]);

/** What of a command is needed to read its arguments. */
type Parsed = Pick<Command, "name" | "options" | "positionals">;

/** Reads a command's arguments. Throws UsageError for an unknown option, a missing or a superfluous value. */
export function parseCommandLine(command: Parsed, raw: readonly string[]): CommandInput {
  const { tokens } = parseArgs({
    args: [...raw],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, option]) => [
        name,
        // One that may stand alone takes no word after it for its value.
        {
          type:
            option.value === undefined || option.isOptional
              ? ("boolean" as const)
              : ("string" as const),
        },
      ]),
    ),
  });
  const input = {
    positionals: [] as string[],
    values: {} as Record<string, string | undefined>,
    switches: new Set<string>(),
    raw,
  };
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (command.positionals === undefined) throw superfluous(command, token.value);
      input.positionals.push(token.value);
    }
    if (token.kind !== "option") continue;
    const option = command.options[token.name];
    if (!option) throw unknown(command, token.rawName);
    if (option.value === undefined) {
      if (token.value !== undefined) {
        throw new UsageError(`${token.rawName}: expected no value, got "${token.value}"`);
      }
      input.switches.add(token.name);
    } else if (option.isOptional && token.value === undefined) {
      input.switches.add(token.name);
    } else {
      if (token.value === undefined || token.value === "") {
        throw new UsageError(
          `${token.rawName}: expected ${token.rawName}=<${option.value}>, got no value`,
        );
      }
      const value = token.value;
      // `--stack=a --stack=b` means the same as `--stack=a,b`.
      const earlier = input.values[token.name];
      input.values[token.name] =
        earlier !== undefined && lists.has(token.name)
          ? `${earlier}${lists.get(token.name)}${value}`
          : value;
    }
  }
  return input;
}

function superfluous(command: Parsed, value: string): UsageError {
  return new UsageError(`${command.name}: expected options only, got "${value}"; see --help`);
}

function unknown(command: Parsed, rawName: string): UsageError {
  const names = Object.keys(command.options).map((name) => `--${name}`);
  const hint = closest(rawName, names) || "; --help lists those that there are";
  return new UsageError(`${command.name}: unknown option ${rawName}${hint}`);
}
