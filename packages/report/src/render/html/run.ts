import { adviceFor, startsServers, type RunRecord } from "@stackbench/model";
import { answersOf } from "../../describe/answer.ts";
import { distinctFailures } from "../../describe/failures.ts";
import { describeFigures } from "../../describe/figures.ts";
import { describeComparison, describeGroup } from "../../describe/group.ts";
import { countText } from "../../describe/remarks.ts";
import { describeRun, heldWindows } from "../../describe/run.ts";
import { partRowColumns, partsIn } from "../../describe/parts.ts";
import { columnsOf, type RunColumn } from "../../describe/run-columns.ts";
import { wideColumnsOf } from "../../describe/run-wide-columns.ts";
import { describeSlos } from "../../describe/slo.ts";
import { limitColumns, noTuning, whyColumn } from "../../describe/tuning.ts";
import { variantColumns } from "../../describe/variants.ts";
import type { Picture } from "../../picture/picture.ts";
import { runPictures, type GroupPictures } from "../../picture/run-pictures.ts";
import { withFacets } from "../../picture/with-facets.ts";
import type { Row } from "../../row.ts";
import type { Table } from "../../table.ts";
import { cellText } from "../cell-text.ts";
import { cleanData } from "../clean-text.ts";
import { commandOf } from "../command.ts";
import { Markup } from "../markup.ts";
import { documentSection, pageHeader, type DocumentPart, type PageLink } from "./document.ts";
import { figureInHtml, type DrawPicture } from "./figure.ts";
import { tableInHtml } from "./html-table.ts";
import { page, type PageAssets } from "./page.ts";
import { toPasteSection, type ToPaste } from "./to-paste.ts";

/** What an experiment says beyond the rows: its sentences and its own pictures, that come first. */
export interface Conclusion {
  sentences: readonly string[];
  pictures: readonly Picture[];
  /** Its own tables, each below a heading; they have no pictures. */
  parts?: readonly DocumentPart[];
  /** How to read its figures. */
  reading?: string;
  /** Artefacts of the experiment beside the page, by file name. */
  files?: readonly string[];
  /** Absent where it advises nothing. */
  toPaste?: ToPaste;
}

/** More groups than this are folded: a sweep has one for each number of connections. */
const mostUnfolded = 4;

/** All that a run's page shows, before it is laid out. */
export interface RunPage {
  table: Table;
  /** Of what was loaded; none where it was only started. */
  groups: GroupPictures[];
  /** The experiment's own, that come before those of the rows. */
  own: readonly Picture[];
  /** Its own tables, below those. */
  parts: readonly DocumentPart[];
  /** All, in their order on the page. */
  pictures: readonly Picture[];
  /** The answer. */
  sentences: readonly string[];
  /** How to read what the experiment shows; empty where its rows say it all. */
  reading: string;
  /** Names of the experiment's artefacts beside the page. */
  files: readonly string[];
  /** What to take; absent where the experiment advises nothing. */
  toPaste?: ToPaste;
  /** Present where the run goes on and the page is to follow it. */
  live?: LiveRendering;
}

/** Of a page that is made again and again while its run goes on. */
interface LiveRendering {
  /** Counts up. */
  rendering: number;
  /** How far the run is, and what its verdicts are worth. */
  soFar: string;
}

/** What a run's page shows: the experiment's answer where it has one, else that of the rows. */
export function runPageOf(
  record: RunRecord,
  raw: Table,
  conclusion: Partial<Conclusion> = {},
): RunPage {
  const isLoaded = record.plan.experiment.measures !== "start";
  const groups = isLoaded ? cleanData(runPictures(record, raw)) : [];
  const {
    sentences = [],
    pictures = [],
    parts = [],
    reading = "",
    files = [],
    toPaste,
  } = conclusion;
  const own = cleanData(withFacets(pictures, raw.run));
  return {
    table: cleanData(raw),
    groups,
    own,
    parts,
    pictures: [...own, ...groups.flatMap((group) => group.pictures)],
    sentences: cleanData([...describeSlos(raw.rows), ...answersOf(raw, sentences)]),
    reading,
    files,
    ...(toPaste && { toPaste }),
  };
}

/** A run's page among others: where they are, and what draws its pictures now. */
export interface SitePlace {
  links: readonly PageLink[];
  draw: DrawPicture;
}

/** `report.html` of a run: the answer, its pictures, and what it rests on, in one file. */
export function renderHtml(
  { table, groups, own, parts, pictures, sentences, reading, files, toPaste, live }: RunPage,
  assets: PageAssets,
  site?: SitePlace,
): string {
  const figureOf = (picture: Picture): Markup => figureInHtml(picture, site?.draw);
  const areFolded = groups.length > mostUnfolded;
  const shown = new Set(
    groups.flatMap(({ group }) => columnsOf(group, table.remarks).map(({ id }) => id)),
  );
  const name = `run ${table.run.runId}`;
  const state = live ? soFar(live) : unfinished(table);
  const header = pageHeader({ name, sentences, links: site?.links ?? [] }, state);
  const body = Markup.of`${header}
<div id="filters" hidden></div>
<main>
${toPaste ? toPasteSection(toPaste) : Markup.of``}
${own.length === 0 ? Markup.of`` : Markup.of`<section>${Markup.join(own.map(figureOf))}</section>`}
${Markup.join(parts.map((part) => documentSection(part)))}
${Markup.join(groups.map((group) => groupSection(group, table, { isFolded: areFolded, figureOf })))}
<section><h2>What it rests on</h2>
${notes(table)}
${failures(table)}
<h3>How to read it</h3>
${reading === "" ? Markup.of`` : Markup.of`<p>${reading}</p>`}
${groups.length === 0 ? Markup.of`` : termList(describeFigures(table, shown))}
<h3>How it was measured</h3>
${termList(describeRun(table, "below"))}
<details><summary>What ran</summary>${variantsTable(table)}</details>
<details><summary>Kernel limits: asked for and in force</summary>${tuningTable(table)}</details>
<h3>Do it again</h3>
<pre><code>${commandOf(table.run.arguments)}</code></pre>
${site || live ? Markup.of`` : besideIt(files)}
</section>
</main>`;
  const title = `stackbench ${table.run.runId}`;
  return page(title, body, { pictures: site ? [] : pictures, asks: live !== undefined }, assets);
}

function besideIt(own: readonly string[]): Markup {
  const links = own.map((name) => Markup.of`<a href="${encodeURI(name)}">${name}</a>, `);
  return Markup.of`<p>Beside this file: ${Markup.join(links)}<a href="run.json">run.json</a> (everything), <a href="summary.csv">summary.csv</a> (a line a row), <a href="comparisons.csv">comparisons.csv</a>, <a href="windows.csv">windows.csv</a> (a line a window), <a href="series.csv">series.csv</a> (a line a second), <a href="histograms.hlog">histograms.hlog</a> and <a href="histograms/">histograms/</a> (HdrHistogram), <a href="table.md">table.md</a>.</p>`;
}

function soFar({ rendering, soFar }: LiveRendering): Markup {
  return Markup.of`<p class="warning" role="status" id="live" data-rendering="${String(rendering)}">${soFar}</p>`;
}

function unfinished(table: Table): Markup {
  const { outcome } = table.run;
  if (outcome === "complete") return Markup.of``;
  return Markup.of`<p class="warning">${outcome}, with ${heldWindows(table)} held.</p>`;
}

function groupSection(
  { group, pictures }: GroupPictures,
  table: Table,
  { isFolded, figureOf }: { isFolded: boolean; figureOf: (picture: Picture) => Markup },
): Markup {
  const columns = wideColumnsOf(group, table.remarks);
  const title = describeGroup(group, table);
  const comparison = describeComparison(group, table);
  const parts = partsIn(group.rows);
  const ofParts =
    parts.length === 0
      ? Markup.of``
      : tableInHtml(`${title}, by request`, partRowColumns(parts, group.level), parts, {
          markOf: ({ key }) => ({ name: key }),
        });
  const content = Markup.of`${comparison === null ? Markup.of`` : Markup.of`<p class="compared">${comparison}</p>`}
${Markup.join(pictures.slice(0, 1).map(figureOf))}
${tableInHtml(title, columns, group.rows, { partOf, markOf })}
${ofParts}
${Markup.join(pictures.slice(1).map(figureOf))}`;
  return isFolded
    ? Markup.of`<section><details class="group"><summary><h2>${title}</h2></summary>${content}</details></section>`
    : Markup.of`<section><h2>${title}</h2>${content}</section>`;
}

function partOf({ id, cell }: RunColumn, row: Row): string {
  const written = cellText(cell(row));
  if (id !== "notes") return written;
  if (row.failure) return `failed at ${row.failure.stage} ${written}`.trim();
  return row.status === "pending" ? "not measured yet" : written;
}

function markOf({ key, status, checks }: Row): { name: string; isDimmed: boolean } {
  return { name: key, isDimmed: status !== "measured" || checks !== null };
}

function notes({ cautions, remarks, windows }: Table): Markup {
  const runWide = cautions.map(
    ({ kind, message }) => Markup.of`<li><b>${kind}</b>: ${message}. ${adviceFor(kind)}</li>`,
  );
  const ofRows = remarks.map(
    (remark) =>
      Markup.of`<li><b>${remark.mark} ${remark.kind}</b> (${countText(remark)}): ${remark.message}. ${remark.advice}</li>`,
  );
  const all = [...runWide, ...ofRows];
  if (windows.measured + windows.failed === 0) return Markup.of`<p>No window was held.</p>`;
  if (all.length === 0) return Markup.of`<p>No window carries a caution.</p>`;
  return Markup.of`<h3>Notes</h3><ul class="notes">${Markup.join(all)}</ul>`;
}

function failures({ rows }: Table): Markup {
  const entries = distinctFailures(rows).map(({ key, workloads, failure, said }) => {
    const log = failure.logLines.join("\n");
    const lines = log === "" ? Markup.of`` : Markup.of`<pre>${log}</pre>`;
    return Markup.of`<li><b>${key}</b> (${workloads.join(", ")}) ${said}: ${failure.message}${lines}</li>`;
  });
  if (entries.length === 0) return Markup.of``;
  return Markup.of`<h3>Failures</h3><ul class="notes">${Markup.join(entries)}</ul>`;
}

function termList(terms: readonly (readonly [term: string, meaning: string])[]): Markup {
  const entries = terms.map(([term, meaning]) => Markup.of`<dt>${term}</dt><dd>${meaning}</dd>`);
  return Markup.of`<dl>${Markup.join(entries)}</dl>`;
}

function variantsTable({ run }: Table): Markup {
  return tableInHtml("What ran", variantColumns(startsServers(run)), run.variants);
}

function tuningTable({ tuning }: Table): Markup {
  if (tuning.rows.length === 0) return Markup.of`<p>${noTuning}</p>`;
  return tableInHtml("Kernel limits", [...limitColumns, whyColumn], tuning.rows);
}
