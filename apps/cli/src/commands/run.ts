import { kinds, readResume, resumeAndShow } from "@stackbench/experiments";
import type { Command, CommandInput } from "@stackbench/terminal";

const [compare, ...others] = kinds as [(typeof kinds)[number], ...typeof kinds];

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

/** The other kinds of experiment. */
export const experiments: readonly Command[] = others.map((kind) => ({
  ...kind.command,
  run: kind.hold,
}));
