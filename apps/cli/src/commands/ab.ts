import {
  type Command,
  type CommandInput,
  exitCodes,
  watchInterrupts,
  readChoice,
  readInteger,
  say,
} from "@stackbench/terminal";
import {
  chooseDriver,
  driverChoices,
  supposedDriver,
  type DriverChoice,
  type ChosenDriver,
  keepRunnable,
  expectOutputs,
  holdRun,
  repositoryRoot,
  resultsDirectory,
  outputOf,
} from "@stackbench/session";
import {
  findVariant,
  makeArms,
  type Arms,
  readRevision,
  type Revision,
  showOutcome,
  pruneWorktrees,
  Worktrees,
  buildExperiment,
  experimentOptions,
  findLimits,
  refuseImpossibleLoad,
} from "@stackbench/experiments";
import { randomInt } from "node:crypto";
import {
  contractWorkloads,
  UsageError,
  variantKey,
  type Experiment,
  type Selected,
} from "@stackbench/model";
import { compareRevisions, type RevisionComparison } from "@stackbench/report";
import { createRunStore } from "@stackbench/store";

const failChoices = ["slower", "unresolved"] as const;
type FailOn = (typeof failChoices)[number];

// The arms are these three, and they are interleaved: that is what the command is for.
const { stack: _stack, anchor: _anchor, order: _order, ...shared } = experimentOptions;

export const ab: Command = {
  name: "ab",
  summary:
    "measure two revisions of a stack in the same rounds, with the base twice (exit code 3: slower)",
  options: {
    base: { value: "ref|image", help: "what to compare with: a git ref, or an image (image:name)" },
    head: { value: "ref|image", help: "what may be slower", default: "the working tree" },
    stack: { value: "id", help: "the stack, or one variant of it: fastify, fastify:cluster" },
    "fail-on": {
      value: "verdict",
      help: "slower, or unresolved (exit code 1 then) as well",
      default: "slower",
    },
    ...shared,
    protocol: { ...shared["protocol"]!, default: "pr" },
    "no-calibration": {
      help: "do not find out what the generator can do on these CPUs: nothing is then told about its limit",
    },
    json: { help: "stdout is one JSON object and nothing else" },
    markdown: { value: "file", help: "write the verdict as Markdown too, for a comment" },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "pnpm bench ab --base=main --stack=fastify",
    "pnpm bench ab --base=v1.2.0 --head=HEAD --stack=node-http:cluster --workload=hello,items --budget=10m",
    "pnpm bench ab --base=image:my-app:1.4 --head=image:my-app:1.5 --stack=fastify --markdown=ab.md",
  ],
  run: runAb,
};

async function runAb(input: CommandInput): Promise<number> {
  const { values } = input;
  const failOn = readChoice<FailOn>("fail-on", values["fail-on"], failChoices, "slower");
  const { base: baseText, stack } = values;
  if (baseText === undefined) throw new UsageError("bench ab: expected --base=<git ref or image>");
  if (stack === undefined) throw new UsageError("bench ab: expected --stack=<id or id:variant>");
  const choice = readChoice("driver", values["driver"], driverChoices, "auto");
  // Bad values are told before anything is looked for or checked out.
  checkOptions(input, choice, await findVariant(stack, repositoryRoot));
  await expectOutputs(values);
  const base = await readRevision("base", baseText);
  const head = await readRevision("head", values["head"]);
  const isImage = base.kind === "image" || head.kind === "image";
  if (isImage && !supposedDriver(choice).traits.runsImages) {
    throw new UsageError("--driver=process: expected git refs, for an image needs --driver=docker");
  }
  for (const line of await pruneWorktrees()) say(`cleaned up: ${line}`);
  const chosen = await chooseDriver(isImage ? "docker" : choice);
  try {
    await using worktrees = new Worktrees();
    const arms = await prepareArms(stack, { base, head }, chosen, worktrees);
    return await measure(input, { arms, base, head, failOn, chosen });
  } finally {
    await chosen.driver.close();
  }
}

function checkOptions(input: CommandInput, choice: DriverChoice, variant: Selected): void {
  const driver = supposedDriver(choice);
  refuseImpossibleLoad(buildExperiment(withProtocol(input), [variant], driver), driver.traits);
  readSeed(input);
}

function readSeed({ values }: CommandInput): number {
  return readInteger("seed", values["seed"], randomInt(2 ** 31), { min: 0, max: 2 ** 31 - 1 });
}

/** The preset that was made for this, unless another is asked for. */
function withProtocol(input: CommandInput, anchor?: string): CommandInput {
  const protocol = input.values["protocol"] ?? "pr";
  return { ...input, values: { ...input.values, protocol, anchor } };
}

async function prepareArms(
  stack: string,
  { base, head }: { base: Revision; head: Revision },
  chosen: ChosenDriver,
  worktrees: Worktrees,
): Promise<Arms> {
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const { driver } = chosen;
  const arms = await makeArms({ stack, base, head, driver, worktrees, signal, report: say });
  signal.throwIfAborted();
  if (keepRunnable(arms.selected, driver, say).length < arms.selected.length) {
    throw new UsageError(`the ${driver.name} driver can bring up only one of the revisions`);
  }
  return arms;
}

interface Measurement {
  arms: Arms;
  base: Revision;
  head: Revision;
  failOn: FailOn;
  chosen: ChosenDriver;
}

async function measure(input: CommandInput, measurement: Measurement): Promise<number> {
  const { arms, base, head, failOn, chosen } = measurement;
  const { selected, keys } = arms;
  const ready = withProtocol(input, keys.base);
  refuseUnserved(buildExperiment(ready, selected, chosen.driver), selected);
  const seed = readSeed(input);
  const { code, record } = await holdRun({
    resumable: false,
    selected,
    chosen,
    seed,
    store: createRunStore(resultsDirectory(input.values["out"])),
    arguments: ["ab", ...input.raw],
    output: "none",
    ...(await findLimits(ready, selected, chosen, seed)),
  });
  if (code === exitCodes.interrupted) return code;
  const comparison = compareRevisions(record, keys);
  const [first] = selected;
  await showOutcome(comparison, record, {
    labels: {
      variant: variantKey(first!.variant).replace("@base", ""),
      base: base.label,
      head: head.label,
    },
    output: outputOf(input),
    markdown: input.values["markdown"],
    out: input.values["out"],
  });
  return codeOf(comparison, failOn);
}

function refuseUnserved({ workloads }: Experiment, selected: readonly Selected[]): void {
  const unserved = contractWorkloads(workloads).filter((workload) =>
    selected.some(({ stack }) => !stack.workloads.includes(workload)),
  );
  if (unserved.length > 0) {
    throw new UsageError(
      `--workload=${unserved.join(",")}: expected workloads that both revisions serve`,
    );
  }
}

function codeOf({ outcome, cases }: RevisionComparison, failOn: FailOn): number {
  // A workload that fails does not hide that another got slower, where the base is as fast as itself.
  if (outcome === "failed" && cases.some(isSlower)) return exitCodes.slower;
  if (outcome === "failed" || outcome === "untrustworthy") return exitCodes.failed;
  if (outcome === "slower") return exitCodes.slower;
  return outcome === "unresolved" && failOn === "unresolved" ? exitCodes.failed : exitCodes.ok;
}

function isSlower({ head, control }: RevisionComparison["cases"][number]): boolean {
  return (
    head.verdict === "slower" && (control.verdict === "tie" || control.verdict === "unresolved")
  );
}
