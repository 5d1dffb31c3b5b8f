import { kinds, listedNightly, type KnownKind } from "@stackbench/experiments/kinds";
import type { Command } from "@stackbench/terminal/start";
import { listedCommands } from "./listed-commands.ts";

/** A command that is known by what the help says of it: all else is read once it is chosen. */
interface KnownCommand extends Pick<Command, "name" | "summary"> {
  load(): Promise<Command>;
}

const [compare, ...others] = kinds as [KnownKind, ...KnownKind[]];

/** All of them, in the order of the help. The first is the one that a plain `bench` runs. */
export const commands: readonly [KnownCommand, ...KnownCommand[]] = [
  { ...compare.command, load: async () => (await import("./commands/run.ts")).run },
  ...others.map(({ command, load }) => ({ ...command, load: () => experiment(load) })),
  { ...listedCommands.compare, load: async () => (await import("./commands/compare.ts")).compare },
  { ...listedNightly, load: async () => (await import("@stackbench/experiments")).nightly },
  { ...listedCommands.history, load: async () => (await import("./commands/history.ts")).history },
  {
    ...listedCommands.calibrate,
    load: async () => (await import("./commands/calibrate.ts")).calibrate,
  },
  { ...listedCommands.list, load: async () => (await import("./commands/list.ts")).list },
  { ...listedCommands.new, load: async () => (await import("./commands/new.ts")).newStack },
  { ...listedCommands.verify, load: async () => (await import("./commands/verify.ts")).verify },
  {
    ...listedCommands.reproduce,
    load: async () => (await import("./commands/reproduce.ts")).reproduce,
  },
  { ...listedCommands.images, load: async () => (await import("./commands/images.ts")).images },
  { ...listedCommands.doctor, load: async () => (await import("./commands/doctor.ts")).doctor },
  { ...listedCommands.nodes, load: async () => (await import("./commands/nodes.ts")).nodes },
  { ...listedCommands.report, load: async () => (await import("./commands/report.ts")).report },
  { ...listedCommands.publish, load: async () => (await import("./commands/publish.ts")).publish },
  { ...listedCommands.clean, load: async () => (await import("./commands/clean.ts")).clean },
];

async function experiment(load: KnownKind["load"]): Promise<Command> {
  const { command, hold } = await load();
  return { ...command, run: hold };
}
