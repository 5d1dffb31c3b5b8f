import type { HtmlDocument } from "@stackbench/report";
import { siteLinks } from "./links.ts";
import type { PublishedRun } from "./published-run.ts";

/** The first page: what the newest run says, and all others. */
export function overviewPage(runs: readonly PublishedRun[]): HtmlDocument {
  const [newest] = runs;
  return {
    name: "benchmarks of server stacks",
    sentences: newest?.content.sentences ?? ["No run has been published yet."],
    links: siteLinks(0),
    parts: [
      ...(newest
        ? [
            {
              title: "The newest run",
              paragraphs: [describe(newest)],
              links: [{ title: "the whole run", href: hrefOf(newest) }],
              pictures: newest.content.pictures.slice(0, 1),
            },
          ]
        : []),
      {
        title: "All runs",
        links: runs.map((run) => ({
          title: `${run.record.startedAt.slice(0, 10)}: ${describe(run)}`,
          href: hrefOf(run),
        })),
      },
    ],
  };
}

function hrefOf({ record }: PublishedRun): string {
  return `runs/${record.runId}.html`;
}

function describe({ record }: PublishedRun): string {
  const { variants, fingerprint, engine } = record;
  return `${variants.length} variants, ${record.plan.experiment.workloads.join(", ")}, on ${fingerprint.cpuCount} × ${fingerprint.cpuModel}, ${engine.description}`;
}
