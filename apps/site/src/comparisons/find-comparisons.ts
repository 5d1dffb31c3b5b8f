import { questionOf as whyHeld, sourcesOf, type RunRecord } from "@stackbench/model";
import { compareFactors, type FactorCase } from "@stackbench/report";
import type { PublishedRun } from "../published-run.ts";
import { factors, pairsIn, type Pair } from "./pairs-in.ts";
import { questionOf, type Question } from "./question.ts";

/** A question, and what each published run that holds such pairs says to it. */
export interface Comparison extends Question {
  /** Newest first; at least one. */
  held: HeldComparison[];
}

/** Never merged with those of another run. */
export interface HeldComparison {
  run: PublishedRun;
  pairs: Pair[];
  cases: FactorCase[];
}

/** Kinds of runs whose windows are of servers side by side, each under the same load. */
const kinds: ReadonlySet<string> = new Set(["compare", "factors"]);

/** Every question that published runs, newest first, have figures for; by factor, then by title. */
export function findComparisons(runs: readonly PublishedRun[]): Comparison[] {
  const found = new Map<string, Comparison>();
  for (const run of runs) {
    if (!isCompared(run.record)) continue;
    const { record } = run;
    const cpus = record.plan.experiment.cpus.server.length;
    const asked = pairsIn(record.variants).map((pair) => ({ ...questionOf(pair, cpus), pair }));
    for (const [file, questions] of Map.groupBy(asked, (question) => question.file)) {
      const pairs = questions.map(({ pair }) => pair);
      const cases = compareFactors(record, pairs.map(stepOf));
      if (cases.every(({ change }) => change === null)) continue;
      const { factor, title } = questions[0]!;
      const comparison = found.get(file) ?? { factor, title, file, held: [] };
      comparison.held.push({ run, pairs, cases });
      found.set(file, comparison);
    }
  }
  return [...found.values()].toSorted(
    (a, b) =>
      factors.indexOf(a.factor) - factors.indexOf(b.factor) || a.title.localeCompare(b.title, "en"),
  );
}

function isCompared(record: RunRecord): boolean {
  return kinds.has(whyHeld(record).kind) && sourcesOf(record).from === "stacks";
}

function stepOf({ factor, from, to, fromValue, toValue }: Pair): FactorCase["step"] {
  return { factor, from: from.key, to: to.key, fromValue, toValue };
}

/** Whether some pair of it has a variant of the stack. */
export function isOfStack(stack: string): (comparison: Comparison) => boolean {
  return ({ held }) =>
    held.some(({ pairs }) =>
      pairs.some(({ from, to }) => from.stack === stack || to.stack === stack),
    );
}
