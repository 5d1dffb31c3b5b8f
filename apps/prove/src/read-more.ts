import { readInteger, type CommandInput } from "@stackbench/terminal";

/** How many more trials an option asks for, whatever is on file; undefined where it is not given. */
export function readMore(name: string, values: CommandInput["values"]): number | undefined {
  return values[name] === undefined
    ? undefined
    : readInteger(name, values[name], 0, { min: 0, max: 1000 });
}
