import { readResume, resumeAndShow } from "@stackbench/experiments";
import { kinds } from "@stackbench/experiments/kinds";
import type { Command, CommandInput } from "@stackbench/terminal";

const compare = await kinds[0]!.load();

/** The default command, which goes on with runs of every kind too. */
export const run: Command = {
  ...compare.command,
  options: {
    ...compare.command.options,
    resume: { value: "run", help: "go on with an interrupted run: same plan, same seed" },
  },
  run: async (input: CommandInput) => {
    const { resume } = input.values;
    if (resume === undefined) return await compare.hold(input);
    return await resumeAndShow(readResume(input, resume));
  },
};
