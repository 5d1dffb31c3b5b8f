import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { staticAssets } from "@stackbench/charts";
import { drawStatic } from "@stackbench/charts/drawing";
import { judgeHistory, type JudgedNight } from "@stackbench/history";
import type { RunStore } from "@stackbench/model";
import { renderDocument, renderHtml, type HtmlDocument } from "@stackbench/report";
import { studyDocument, type Reproduction } from "@stackbench/reproductions";
import { comparisonPage } from "./comparisons/comparison-page.ts";
import { findComparisons } from "./comparisons/find-comparisons.ts";
import { comparisonsIndex } from "./comparisons/index-page.ts";
import { docPage } from "./doc-page.ts";
import { historyPage } from "./history-page.ts";
import { fileName, runHref, siteLinks } from "./links.ts";
import { overviewPage } from "./overview-page.ts";
import { publishedRunOf, readRun, type PublishedRun } from "./published-run.ts";
import { stackPages } from "./stack-pages.ts";
import { studiesPart } from "./studies-part.ts";

/** What a site is made from, and where it goes. */
export interface SiteTask {
  published: RunStore;
  /** In any order. */
  nights: readonly JudgedNight[];
  studies: readonly Reproduction[];
  /** The folder of the documents. */
  docs: string;
  out: string;
}

/** Writes every page anew, each as it is made. Gives their paths. Pages are static: their pictures are drawn here. */
export async function buildSite({
  published,
  nights,
  studies,
  docs,
  out,
}: SiteTask): Promise<string[]> {
  const assets = await staticAssets();
  const paths: string[] = [];
  const write = async (file: string, text: string): Promise<void> => {
    const path = join(out, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    paths.push(path);
  };
  const writeDocument = async (file: string, page: HtmlDocument): Promise<void> =>
    await write(file, renderDocument(page, assets, drawStatic));
  const runs: PublishedRun[] = [];
  for (const runId of await published.list()) {
    const run = await readRun(published, runId);
    const place = { links: siteLinks(1), draw: drawStatic };
    await write(runHref(runId, 0), renderHtml(run.content, assets, place));
    runs.push(publishedRunOf(run));
  }
  const comparisons = findComparisons(runs);
  const history = judgeHistory(nights);
  await writeDocument("index.html", overviewPage({ runs, comparisons, studies }));
  await writeDocument("comparisons/index.html", comparisonsIndex(comparisons));
  for (const comparison of comparisons) {
    await writeDocument(`comparisons/${comparison.question.file}`, comparisonPage(comparison));
  }
  for (const found of studies) {
    const page = { ...studyDocument(found), links: siteLinks(1) };
    await writeDocument(`studies/${fileName(found.study.name)}`, page);
  }
  await writeDocument("history.html", historyPage(history));
  for (const [file, page] of stackPages({ runs, history, comparisons })) {
    await writeDocument(`stacks/${file}`, page);
  }
  for (const file of (await readdir(docs)).filter((name) => name.endsWith(".md"))) {
    const text = await readFile(join(docs, file), "utf8");
    const page = docPage(text);
    const first = file === "reproductions.md" ? studiesPart(studies) : [];
    const parts = [...first, ...page.parts];
    await writeDocument(file.replace(/\.md$/, ".html"), { ...page, parts });
  }
  // Schemas, and what else documents lead to.
  await cp(docs, out, { recursive: true, filter: (path) => !path.endsWith(".md") });
  return paths;
}
