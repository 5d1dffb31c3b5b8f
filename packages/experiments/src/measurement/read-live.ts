import { readInteger, type Command, type CommandInput } from "@stackbench/terminal";

/** To follow a run while it goes on. */
export const liveOption: Command["options"] = {
  live: {
    value: "port",
    isOptional: true,
    help: "serve report.html of the run as it goes on, on 127.0.0.1 (a free port unless told); it answers between windows and ends with the run",
  },
};

/** The port, 0 for a free one; undefined where nothing is to be served. Throws UsageError. */
export function readLive({
  values,
  switches,
}: Pick<CommandInput, "values" | "switches">): number | undefined {
  const { live } = values;
  if (live !== undefined) return readInteger("live", live, 0, { min: 0, max: 65_535 });
  return switches.has("live") ? 0 : undefined;
}
