import { historyParts, type History } from "@stackbench/history";
import type { Dots, HtmlDocument } from "@stackbench/report";
import { siteLinks, stackFile } from "./links.ts";
import type { PublishedRun } from "./published-run.ts";

/**
 * A page a stack, by its file in `stacks/`: its variants over the nights, and how each did in every published run that had
 * it.
 */
export function stackPages(
  runs: readonly PublishedRun[],
  history: History,
): Map<string, HtmlDocument> {
  const stacks = stacksOf(runs, history);
  const pages = stacks.map((stack): [string, HtmlDocument] => [
    stackFile(stack),
    {
      name: stack,
      sentences: [`${stack} in ${count(runs.filter(has(stack)).length, "published run")}.`],
      links: siteLinks(1),
      parts: [
        ...nightsOf(history, stack),
        ...runs.filter(has(stack)).map((run) => partOf(run, stack)),
      ],
    },
  ]);
  return new Map([["index.html", indexOf(stacks, runs)], ...pages]);
}

type Part = HtmlDocument["parts"][number];

function nightsOf(history: History, stack: string): Part[] {
  return historyParts(history, isOf(stack)).map(({ title, told, picture }) => ({
    title: `Night by night: ${title}`,
    paragraphs: told,
    pictures: [picture],
  }));
}

function isOf(stack: string): (key: string) => boolean {
  return (key) => key.startsWith(`${stack}:`);
}

function partOf(run: PublishedRun, stack: string): Part {
  return {
    title: `${run.record.startedAt.slice(0, 10)} · ${run.record.runId}`,
    paragraphs: versionsOf(run, stack),
    links: [{ title: "the whole run", href: `../runs/${run.record.runId}.html` }],
    pictures: picturesOf(run, stack),
  };
}

/** Of all published runs and nights, by name. */
function stacksOf(runs: readonly PublishedRun[], { groups }: History): string[] {
  const published = runs.flatMap(({ record }) => record.variants.map(({ stack }) => stack));
  const nightly = groups.flatMap(({ lines }) => lines.map(({ line }) => line.key.split(":")[0]!));
  return [...new Set([...published, ...nightly])].toSorted();
}

function has(stack: string): (run: PublishedRun) => boolean {
  return ({ record }) => record.variants.some((info) => info.stack === stack);
}

function indexOf(stacks: readonly string[], runs: readonly PublishedRun[]): HtmlDocument {
  return {
    name: "stacks",
    sentences: [`${count(stacks.length, "stack")} in ${count(runs.length, "published run")}.`],
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
function picturesOf({ content, record }: PublishedRun, stack: string): Dots[] {
  const own = new Set(record.variants.filter((info) => info.stack === stack).map(({ key }) => key));
  return content.groups.flatMap(({ pictures, group }) =>
    pictures
      .filter((picture) => picture.kind === "dots")
      .filter(({ rows }) => rows.some(({ label }) => own.has(label)))
      .map((picture) => ({
        ...picture,
        title: `${group.workload}: ${picture.title.toLowerCase()}`,
        rows: picture.rows.map((row) => ({ ...row, isHollow: !own.has(row.label) })),
        caption:
          "Right answers per second with the 95 % interval. Filled: this stack; hollow: the others of the run.",
      })),
  );
}

function versionsOf({ record }: PublishedRun, stack: string): string[] {
  const versions = new Set(
    record.variants
      .filter((info) => info.stack === stack)
      .flatMap((info) =>
        Object.entries(info.versions).map(([name, version]) => `${name} ${version}`),
      ),
  );
  return versions.size === 0 ? [] : [[...versions].toSorted().join(", ")];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
