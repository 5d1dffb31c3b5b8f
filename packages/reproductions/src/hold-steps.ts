import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { kinds, resumeRun } from "@stackbench/experiments";
import { availableCpus } from "@stackbench/host";
import { formatCpuSet, HostError } from "@stackbench/model";
import type { HeldRun } from "@stackbench/session";
import { parseCommandLine, say } from "@stackbench/terminal";
import { optionWords, stepCommand, stepOptions, type StudyForm } from "./step-command.ts";
import type { Step, StepRun, Study } from "./study.ts";

/** How a study is held. */
export interface HoldTask extends StudyForm {
  study: Study;
  /** Every step has its runs in a folder of its name here. */
  folder: string;
}

export interface HeldSteps {
  runs: Map<string, StepRun>;
  /** What to tell whoever interrupted it; null where all steps are held. */
  interrupted: string | null;
}

/** Holds every step that is not on disk yet, and goes on with one that was interrupted. Throws HostError and UsageError. */
export async function holdSteps(task: HoldTask): Promise<HeldSteps> {
  const { study, folder } = task;
  const runs = new Map<string, StepRun>();
  for (const [index, step] of study.steps.entries()) {
    const words = wordsOf(step, task);
    say(`\n${study.name}, step ${index + 1} of ${study.steps.length}: ${step.title}`);
    say(stepCommand(step, words));
    const { record, table, interrupted } = await holdStep(step, words, join(folder, step.id));
    runs.set(step.id, { record, table });
    if (interrupted !== null) {
      return { runs, interrupted: `interrupted in step ${index + 1}; the same command goes on` };
    }
  }
  return { runs, interrupted: null };
}

/** What would be held: a line for each step, what it is and the command that holds it. */
export function describeSteps(task: HoldTask): string[] {
  const { study } = task;
  return study.steps.flatMap((step, index) => [
    `${study.name}, step ${index + 1} of ${study.steps.length}: ${step.title}`,
    stepCommand(step, wordsOf(step, task)),
  ]);
}

function wordsOf(step: Step, task: HoldTask): string[] {
  return optionWords({
    ...stepOptions(step, task),
    ...(step.usesAllCpus && allCpus()),
    out: join(task.folder, step.id),
  });
}

function allCpus(): Record<string, string> {
  const available = availableCpus();
  return {
    "cpus-server": formatCpuSet(available),
    "cpus-load": formatCpuSet(available.slice(-1)),
  };
}

async function holdStep(step: Step, words: readonly string[], out: string): Promise<HeldRun> {
  const begun = await newestRun(out);
  if (begun !== undefined) return await resumeRun({ runId: begun, out, force: false });
  const known = kinds.find(({ command }) => command.name === step.command);
  if (!known) throw new HostError(`expected an experiment, got "${step.command}"`);
  const kind = await known.load();
  return await kind.holdWhole(parseCommandLine(kind.command, words));
}

/** Run ids begin with the time. */
async function newestRun(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => /^\d{8}-\d{6}-/.test(name))
    .toSorted()
    .at(-1);
}
