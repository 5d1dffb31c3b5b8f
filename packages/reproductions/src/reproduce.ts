import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pageAssets } from "@stackbench/charts";
import { describeDiskError } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import type { Row } from "@stackbench/report";
import { expectOutputs, resultsDirectory } from "@stackbench/session";
import { say } from "@stackbench/terminal";
import { concludeStudy, type Reproduction } from "./conclude.ts";
import { describeSteps, holdSteps, type HoldTask } from "./hold-steps.ts";
import { renderReproductionCsv, renderReproductionMarkdown } from "./render.ts";
import type { StudyForm } from "./step-command.ts";
import { studyOf } from "./studies.ts";
import { renderStudyPage } from "./study-page.ts";

/** What `bench reproduce` is asked. */
export interface ReproduceRequest extends StudyForm {
  name: string;
  /** Whether to forget what is on disk of it. */
  restarts: boolean;
  /** As given, where runs are kept elsewhere than by default. */
  out: string | undefined;
}

export interface Reproduced {
  found: Reproduction;
  /** Of all steps that were held. */
  rows: readonly Row[];
  /** How to go on; null where it ended by itself. */
  interrupted: string | null;
}

/** Holds what is missing of a study and concludes. Throws UsageError for an `out` that is no folder, and HostError. */
export async function reproduce(request: ReproduceRequest): Promise<Reproduced> {
  const task = taskOf(request);
  const { study, folder } = task;
  await expectOutputs({ out: request.out });
  await onDisk(folder, async () => {
    if (request.restarts) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  });
  const { runs, interrupted } = await holdSteps(task);
  const found = concludeStudy(study, runs, task);
  const artefacts = {
    "table.md": renderReproductionMarkdown(found).text,
    "figures.csv": renderReproductionCsv(found),
    "claims.json": `${JSON.stringify(found.claims, null, 2)}\n`,
    "report.html": renderStudyPage(found, await pageAssets()),
  };
  for (const [file, content] of Object.entries(artefacts)) {
    const path = join(folder, file);
    await onDisk(path, () => writeFile(path, content));
    say(path);
  }
  return { found, rows: [...runs.values()].flatMap(({ table }) => table.rows), interrupted };
}

/** Throws HostError, with what to do, where the disk refuses. */
async function onDisk(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const told = describeDiskError(error, path, "choose another folder with --out");
    if (told === undefined) throw error;
    throw new HostError(told, { cause: error });
  }
}

/** What would be held, as lines. */
export function describeReproduction(request: ReproduceRequest): string[] {
  return describeSteps(taskOf(request));
}

function taskOf({ name, isShort, scale, rounds, out }: ReproduceRequest): HoldTask {
  const study = studyOf(name);
  const cut = scale === 1 ? "" : `-${Math.round(scale * 100)}-percent`;
  const held = rounds === undefined ? "" : `-rounds-${rounds}`;
  const form = `${study.name}${cut}${isShort ? "-short" : ""}${held}`;
  const folder = join(resultsDirectory(out), "reproductions", form);
  return { study, isShort, scale, rounds, folder };
}
