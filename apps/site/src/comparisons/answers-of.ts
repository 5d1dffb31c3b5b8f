import { questionOf as whyHeld, sourcesOf, type RunRecord } from "@stackbench/model";
import { compareFactors, type FactorCase } from "@stackbench/report";
import { pairsIn, type Pair } from "./pairs-in.ts";
import { questionOf, type Question } from "./question.ts";

/** What one run has for a question: the pairs that differ in nothing else, judged as one family. */
export interface Answer {
  question: Question;
  pairs: Pair[];
  cases: FactorCase[];
}

/** Kinds of runs whose windows are of servers side by side, each under the same load. */
const kinds: ReadonlySet<string> = new Set(["compare", "factors"]);

/** To every question that the variants of a run have figures for; none of a run that was held for something else. */
export function answersOf(record: RunRecord): Answer[] {
  if (!kinds.has(whyHeld(record).kind) || sourcesOf(record).from !== "stacks") return [];
  const cpus = record.plan.experiment.cpus.server.length;
  const asked = pairsIn(record.variants).map((pair) => ({
    question: questionOf(pair, cpus),
    pair,
  }));
  const byPage = Map.groupBy(asked, ({ question }) => question.file);
  return [...byPage.values()].flatMap((group) => {
    const pairs = group.map(({ pair }) => pair);
    const cases = compareFactors(record, pairs.map(stepOf));
    const hasFigures = cases.some(({ change }) => change !== null);
    return hasFigures ? [{ question: group[0]!.question, pairs, cases }] : [];
  });
}

function stepOf({ factor, from, to, fromValue, toValue }: Pair): FactorCase["step"] {
  return { factor, from: from.key, to: to.key, fromValue, toValue };
}
