import { counted } from "@stackbench/model";
import { changeColumns, changesOf, historyParts, type History } from "@stackbench/history";
import { documentTable, type Dots, type DocumentPart, type HtmlDocument } from "@stackbench/report";
import { isOfStack, type Comparison } from "./comparisons/find-comparisons.ts";
import { runHref, siteLinks, stackFile } from "./links.ts";
import type { PublishedRun } from "./published-run.ts";
import { stackAnswers } from "./stack-answers.ts";

/** What a site tells of stacks. */
export interface StackSources {
  runs: readonly PublishedRun[];
  history: History;
  comparisons: readonly Comparison[];
}

/**
 * A page a stack, with its file in `stacks/`: with what it is compared, what it was made of over the nights, how each of its
 * variants did in them, and in every published run that had it. One at a time: each is made when it is asked for.
 */
export function* stackPages(sources: StackSources): Generator<[file: string, page: HtmlDocument]> {
  const { runs, history, comparisons } = sources;
  const stacks = stacksOf(runs, history);
  yield ["index.html", indexOf(stacks, runs)];
  for (const stack of stacks) {
    const own = runs.filter(has(stack));
    yield [
      stackFile(stack),
      {
        name: stack,
        sentences: [
          // The newest one's: each run has all of its own below.
          ...own.slice(0, 1).flatMap((run) => stackAnswers(run, stack)),
          `${stack} in ${counted(own.length, "published run")}.`,
        ],
        links: siteLinks(1),
        parts: [
          ...comparedPart(comparisons.filter(isOfStack(stack))),
          ...nightsOf(history, stack),
          ...own.map((run, index) => partOf(run, stack, index)),
        ],
      },
    ];
  }
}

function comparedPart(comparisons: readonly Comparison[]): DocumentPart[] {
  if (comparisons.length === 0) return [];
  const links = comparisons.map(({ question: { title, file } }) => ({
    title,
    href: `../comparisons/${file}`,
  }));
  return [{ title: "Compared", links }];
}

function nightsOf(history: History, stack: string): DocumentPart[] {
  const nights = historyParts(history, isOf(stack));
  const changes = changesOf(history, isOf(stack));
  if (changes.length === 0) {
    const none = "No history yet: no night has measured it (pnpm bench nightly).";
    return [{ title: "Night by night", paragraphs: [none] }];
  }
  return [
    {
      title: "What changed when",
      table: documentTable("What changed when", changeColumns, changes),
    },
    ...nights.map(({ title, told, picture }) => ({
      title: `Night by night: ${title}`,
      paragraphs: told,
      pictures: [picture],
    })),
  ];
}

function isOf(stack: string): (key: string) => boolean {
  return (key) => key.startsWith(`${stack}:`);
}

function partOf(run: PublishedRun, stack: string, index: number): DocumentPart {
  return {
    title: `${run.startedAt.slice(0, 10)} · ${run.runId}`,
    paragraphs: versionsOf(run, stack),
    links: [{ title: "the whole run", href: runHref(run.runId, 1) }],
    pictures: picturesOf(run, stack).map((picture) => ({
      ...picture,
      id: `run${index}-${picture.id}`,
    })),
  };
}

/** Of all published runs and nights, by name. */
function stacksOf(runs: readonly PublishedRun[], { groups }: History): string[] {
  const published = runs.flatMap(({ variants }) => variants.map(({ stack }) => stack));
  const nightly = groups.flatMap(({ lines }) => lines.map(({ line }) => line.key.split(":")[0]!));
  return [...new Set([...published, ...nightly])].toSorted();
}

function has(stack: string): (run: PublishedRun) => boolean {
  return ({ variants }) => variants.some((info) => info.stack === stack);
}

function indexOf(stacks: readonly string[], runs: readonly PublishedRun[]): HtmlDocument {
  return {
    name: "stacks",
    sentences: [`${counted(stacks.length, "stack")} in ${counted(runs.length, "published run")}.`],
    links: siteLinks(1),
    parts: [
      {
        title: "All stacks",
        links: stacks.map((stack) => ({ title: stack, href: stackFile(stack) })),
      },
    ],
  };
}

/** Its rows among all others of each workload, since a figure alone says nothing. */
function picturesOf({ dots, variants }: PublishedRun, stack: string): Dots[] {
  const own = new Set(variants.filter((info) => info.stack === stack).map(({ key }) => key));
  return dots
    .filter(({ picture: { rows } }) => rows.some(({ label }) => own.has(label)))
    .map(({ workload, picture }) => ({
      ...picture,
      title: `${workload}: ${picture.title.toLowerCase()}`,
      rows: picture.rows.map((row) => ({ ...row, isHollow: !own.has(row.label) })),
      caption:
        "Right answers per second with the 95 % interval. Filled: this stack; hollow: the others of the run.",
    }));
}

function versionsOf({ variants }: PublishedRun, stack: string): string[] {
  const versions = new Set(
    variants
      .filter((info) => info.stack === stack)
      .flatMap((info) =>
        Object.entries(info.versions).map(([name, version]) => `${name} ${version}`),
      ),
  );
  return versions.size === 0 ? [] : [[...versions].toSorted().join(", ")];
}
