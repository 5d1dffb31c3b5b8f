import type { Column } from "../../describe/cell.ts";
import type { Picture } from "../../picture/picture.ts";
import { cleanData } from "../clean-text.ts";
import { Markup } from "../markup.ts";
import { figureInHtml } from "./figure.ts";
import { tableInHtml } from "./html-table.ts";
import { page, type PageAssets } from "./page.ts";

/** A page that is not of one run: sentences first, then parts with tables and pictures. */
export interface HtmlDocument {
  /** Of what it is, in small above the answer. */
  name: string;
  sentences: readonly string[];
  parts: readonly DocumentPart[];
}

interface DocumentPart {
  title: string;
  paragraphs?: readonly string[];
  table?: Markup;
  pictures?: readonly Picture[];
}

/** Rows of any kind as the table of a part. */
export function documentTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Markup {
  return tableInHtml(caption, columns, rows);
}

export function renderDocument(
  { name, sentences, parts }: HtmlDocument,
  assets: PageAssets,
): string {
  const pictures = cleanData(parts.flatMap((part) => part.pictures ?? []));
  const body = Markup.of`<header>
<p class="name">stackbench · ${name}</p>
<h1 class="unseen">${name}</h1>
<div class="answer">${paragraphs(sentences)}</div>
</header>
<main>
${Markup.join(parts.map(section))}
</main>`;
  return page(`stackbench: ${name}`, body, pictures, assets);
}

function section({ title, paragraphs: said = [], table, pictures = [] }: DocumentPart): Markup {
  return Markup.of`<section><h2>${title}</h2>
${paragraphs(said)}
${table ?? Markup.of``}
${Markup.join(cleanData(pictures).map(figureInHtml))}
</section>`;
}

function paragraphs(said: readonly string[]): Markup {
  return Markup.join(said.map((one) => Markup.of`<p>${one}</p>`));
}
