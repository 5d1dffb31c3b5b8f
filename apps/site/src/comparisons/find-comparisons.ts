import type { PublishedRun } from "../published-run.ts";
import type { Answer } from "./answers-of.ts";
import { factors } from "./pairs-in.ts";
import type { Question } from "./question.ts";

/** A question, and what each published run says to it that has figures for it. */
export interface Comparison {
  question: Question;
  /** Newest first; at least one. */
  held: HeldComparison[];
}

/** Never merged with those of another run. */
export interface HeldComparison extends Pick<Answer, "pairs" | "cases"> {
  run: PublishedRun;
}

/** Every question that published runs, newest first, have figures for; by factor, then by title. */
export function findComparisons(runs: readonly PublishedRun[]): Comparison[] {
  const answers = runs.flatMap((run) => run.answers.map((answer) => ({ ...answer, run })));
  const byPage = Map.groupBy(answers, ({ question }) => question.file);
  return [...byPage.values()]
    .map((held) => ({ question: held[0]!.question, held }))
    .toSorted(
      ({ question: a }, { question: b }) =>
        factors.indexOf(a.factor) - factors.indexOf(b.factor) ||
        a.title.localeCompare(b.title, "en"),
    );
}

/** Whether some pair of it has a variant of the stack. */
export function isOfStack(stack: string): (comparison: Comparison) => boolean {
  return ({ held }) =>
    held.some(({ pairs }) =>
      pairs.some(({ from, to }) => from.stack === stack || to.stack === stack),
    );
}
