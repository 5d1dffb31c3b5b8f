/** One option of a command, as parsed and as explained. */
interface OptionSpec {
  /** Shown in the help as `--name=<value>`; absent for a switch. */
  value?: string;
  /** Whether the value may be left out, as of a switch; given with `=` alone then. */
  isOptional?: true;
  help: string;
  /** Text of the default for the help; the command applies it. */
  default?: string;
}

/** A subcommand: what it takes and what it does. */
export interface Command {
  name: string;
  summary: string;
  /** Positional arguments as shown in the usage line: `<run>`; absent for none. */
  positionals?: string;
  options: Record<string, OptionSpec>;
  examples?: readonly string[];
  run(input: CommandInput): Promise<number>;
}

export interface CommandInput {
  positionals: string[];
  /** Last value given, by option name. */
  values: Record<string, string | undefined>;
  switches: ReadonlySet<string>;
  /** As given, for the record. */
  raw: readonly string[];
}
