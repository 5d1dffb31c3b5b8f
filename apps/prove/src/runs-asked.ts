import type { DriverChoice } from "@stackbench/session";
import { readInteger, type CommandInput } from "@stackbench/terminal";

/** What every proof is asked whose trials are runs. */
export interface RunsAsked {
  short: boolean;
  driver: DriverChoice;
  /** How many more runs are to be held of each kind, whatever is there; undefined: as many as are lacking. */
  more: number | undefined;
  /** Values of each run's options. */
  options: CommandInput["values"];
}

/** How many more trials an option asks for, whatever is on file; undefined where it is not given. */
export function readMore(name: string, values: CommandInput["values"]): number | undefined {
  return values[name] === undefined
    ? undefined
    : readInteger(name, values[name], 0, { min: 0, max: 1000 });
}
