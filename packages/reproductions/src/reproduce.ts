import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resultsDirectory } from "@stackbench/session";
import { say } from "@stackbench/terminal";
import { concludeStudy, type Reproduction } from "./conclude.ts";
import { holdSteps } from "./hold-steps.ts";
import { renderReproductionCsv, renderReproductionMarkdown } from "./render.ts";
import { studyOf } from "./studies.ts";

/** What `bench reproduce` is asked. */
export interface ReproduceRequest {
  name: string;
  isShort: boolean;
  /** Share of the published load, above 0 to 1. */
  scale: number;
  /** Whether to forget what is on disk of it. */
  restarts: boolean;
  /** As given, where runs are kept elsewhere than by default. */
  out: string | undefined;
}

/** Holds what is missing of a study and concludes. `interrupted`: how to go on; null where it ended by itself. */
export async function reproduce({
  name,
  isShort,
  scale,
  restarts,
  out,
}: ReproduceRequest): Promise<{ found: Reproduction; interrupted: string | null }> {
  const study = studyOf(name);
  const cut = scale === 1 ? "" : `-${Math.round(scale * 100)}-percent`;
  const form = `${study.name}${cut}${isShort ? "-short" : ""}`;
  const folder = join(resultsDirectory(out), "reproductions", form);
  if (restarts) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { runs, interrupted } = await holdSteps({ study, isShort, scale, folder });
  const found = concludeStudy(study, runs, { isShort, scale });
  const artefacts = {
    "table.md": renderReproductionMarkdown(found).text,
    "figures.csv": renderReproductionCsv(found),
    "claims.json": `${JSON.stringify(found.claims, null, 2)}\n`,
  };
  for (const [file, content] of Object.entries(artefacts)) {
    await writeFile(join(folder, file), content);
    say(join(folder, file));
  }
  return { found, interrupted };
}
