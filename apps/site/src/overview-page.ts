import type { Reproduction } from "@stackbench/reproductions";
import type { DocumentPart, HtmlDocument } from "@stackbench/report";
import type { Comparison } from "./comparisons/find-comparisons.ts";
import { runHref, siteLinks } from "./links.ts";
import type { PublishedRun } from "./published-run.ts";
import { studiesPart } from "./studies-part.ts";

/** What the first page leads to. */
export interface OverviewSources {
  runs: readonly PublishedRun[];
  comparisons: readonly Comparison[];
  studies: readonly Reproduction[];
}

/** More questions than these have a page of their own alone: of frameworks and languages there are many pairs. */
const mostQuestions = 24;

/** The first page: what the newest run says, the questions that have figures, the studies, and all runs. */
export function overviewPage({ runs, comparisons, studies }: OverviewSources): HtmlDocument {
  const [newest] = runs;
  return {
    name: "benchmarks of server stacks",
    sentences: newest?.sentences ?? ["No run has been published yet."],
    links: siteLinks(0),
    parts: [
      ...(newest ? [newestPart(newest)] : []),
      ...(comparisons.length > 0 ? [questionsPart(comparisons)] : []),
      ...studiesPart(studies),
      {
        title: "All runs",
        links: runs.map((run) => ({
          title: `${run.startedAt.slice(0, 10)}: ${run.told}`,
          href: runHref(run.runId, 0),
        })),
      },
    ],
  };
}

function newestPart(newest: PublishedRun): DocumentPart {
  return {
    title: "The newest run",
    paragraphs: [newest.told],
    links: [{ title: "the whole run", href: runHref(newest.runId, 0) }],
    pictures: newest.picture ? [newest.picture] : [],
  };
}

function questionsPart(comparisons: readonly Comparison[]): DocumentPart {
  const shown = comparisons.slice(0, mostQuestions).map(({ question: { title, file } }) => ({
    title,
    href: `comparisons/${file}`,
  }));
  const rest = comparisons.length - shown.length;
  const all = { title: `all ${comparisons.length} questions`, href: "comparisons/index.html" };
  return { title: "Questions that have figures", links: rest > 0 ? [...shown, all] : shown };
}
