import { kindOf } from "@stackbench/experiments";
import { counted, questionOf, type RunRecord, type RunStore } from "@stackbench/model";
import { runPageOf, summarise, type Dots, type RunPage } from "@stackbench/report";
import { answersOf, type Answer } from "./comparisons/answers-of.ts";

/** A run with all its windows: what its own page is made from, and nothing else keeps. */
export interface WholeRun {
  record: RunRecord;
  content: RunPage;
}

/** What other pages tell of a published run. */
export interface PublishedRun {
  runId: string;
  startedAt: string;
  variants: RunRecord["variants"];
  /** `10 variants, hello, items, on 2 × Intel Xeon, Docker 20.10.` */
  told: string;
  sentences: readonly string[];
  /** Its first one. */
  picture: RunPage["pictures"][number] | undefined;
  /** Estimates by variant. */
  dots: { workload: string; loop: "open" | "closed"; picture: Dots }[];
  /** To questions that its variants have figures for. */
  answers: Answer[];
}

/** Throws UsageError for an unknown run. */
export async function readRun(store: RunStore, runId: string): Promise<WholeRun> {
  const record = await store.read(runId);
  const table = summarise(record);
  const { page } = (await kindOf(questionOf(record))).conclude(record, table);
  return { record, content: runPageOf(record, table, page) };
}

export function publishedRunOf({ record, content }: WholeRun): PublishedRun {
  const { runId, startedAt, variants, fingerprint, engine, plan } = record;
  const { workloads } = plan.experiment;
  return {
    runId,
    startedAt,
    variants,
    told: `${counted(variants.length, "variant")}, ${workloads.join(", ")}, on ${fingerprint.cpuCount} × ${fingerprint.cpuModel}, ${engine.description}.`,
    sentences: content.sentences,
    picture: content.pictures[0],
    dots: content.groups.flatMap(({ pictures, group: { workload, level } }) =>
      pictures
        .filter((picture) => picture.kind === "dots")
        .map((picture) => ({ workload, loop: level.loop, picture })),
    ),
    answers: answersOf(record),
  };
}
