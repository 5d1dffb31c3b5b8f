import {
  comparisonNotes,
  comparisonParts,
  describeSteps,
  type DocumentPart,
  type HtmlDocument,
} from "@stackbench/report";
import { runHref, siteLinks, stackFile } from "../links.ts";
import type { Comparison, HeldComparison } from "./find-comparisons.ts";

/** A question: what the newest run answers, then what each run that holds such pairs has, newest first. */
export function comparisonPage({ question, held }: Comparison): HtmlDocument {
  const all = held.flatMap(({ cases }) => cases);
  return {
    name: question.title,
    sentences: describeSteps(held[0]!.cases),
    links: siteLinks(1),
    parts: [
      ...held.flatMap((one, index) => partsOf(one, index, all)),
      {
        title: "How to read it",
        paragraphs: [
          ...comparisonNotes(all),
          "The pairs of a run that answer this question are one family: at most 5 % chance of one false verdict among them. The run's own page judges all its rows together, and may leave open what is decided here. Runs are never merged: each stands by itself.",
        ],
      },
    ],
  };
}

function partsOf(
  { run, pairs, cases }: HeldComparison,
  index: number,
  all: HeldComparison["cases"],
): DocumentPart[] {
  const stacks = new Set(pairs.flatMap(({ from, to }) => [from.stack, to.stack]));
  return [
    {
      title: `Measured ${run.startedAt.slice(0, 10)}`,
      paragraphs: [
        // The newest one's is the page's own answer.
        ...(index === 0 ? [] : describeSteps(cases)),
        run.told,
        describeSides(pairs),
        ...describeSettings(pairs),
      ],
      links: [
        { title: "the whole run", href: runHref(run.runId, 1) },
        ...[...stacks].map((stack) => ({ title: stack, href: `../stacks/${stackFile(stack)}` })),
      ],
    },
    ...comparisonParts(cases, `run${index}-`, all),
  ];
}

function describeSides([first]: HeldComparison["pairs"]): string {
  const { factor, fromValue, toValue } = first!;
  return `Base: ${factor} ${fromValue}. Head: ${factor} ${toValue}. All else of a pair's shape is the same.`;
}

function describeSettings(pairs: HeldComparison["pairs"]): string[] {
  const isTold = pairs.every(({ from, to }) => from.settings && to.settings);
  const comesAlong = new Set(["server", "framework", "language"]);
  if (isTold || comesAlong.has(pairs[0]!.factor)) return [];
  return [
    "This run does not tell by which command its variants were started: what differs is known by their shapes alone.",
  ];
}
