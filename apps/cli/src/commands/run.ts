import { experimentOptions, resumeRun, startRun, urlOptions } from "@stackbench/experiments";
import type { Command, CommandInput } from "@stackbench/terminal";

export const run: Command = {
  name: "run",
  summary: "bring stacks up, verify, load and tabulate them (the default command)",
  options: {
    ...experimentOptions,
    ...urlOptions,
    "dry-run": { help: "print the plan as JSON and measure nothing" },
    baseline: {
      value: "run",
      help: "compare with an earlier run (id or path) afterwards; exit code 3 where something got slower",
    },
    force: {
      help: "compare with the baseline, or go on with --resume, even where it was measured under other conditions",
    },
    "no-calibration": {
      help: "do not find out what the generator can do on these CPUs: nothing is then told about its limit",
    },
    json: { help: "stdout is one JSON object and nothing else" },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
    resume: { value: "run", help: "go on with an interrupted run: same plan, same seed" },
  },
  examples: [
    "pnpm bench",
    "pnpm bench --stack=node-http,fastify --workload=hello,items --rounds=5",
    "pnpm bench --stack='*:nginx' --connections=16,64,256",
    "pnpm bench --url=http://127.0.0.1:8000 --path=/",
    "pnpm bench run --resume 20261121-054714-3f9a",
  ],
  run: (input: CommandInput) =>
    input.values["resume"] === undefined
      ? startRun(input)
      : resumeRun(input, input.values["resume"]),
};
