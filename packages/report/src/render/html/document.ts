import type { Column } from "../../describe/cell.ts";
import type { Picture } from "../../picture/picture.ts";
import { cleanData } from "../clean-text.ts";
import { Markup } from "../markup.ts";
import { figureInHtml, type DrawPicture } from "./figure.ts";
import { tableInHtml } from "./html-table.ts";
import { page, type PageAssets } from "./page.ts";

/** A page that is not of one run: sentences first, then parts with tables and pictures. */
export interface HtmlDocument {
  /** Of what it is, in small above the answer. */
  name: string;
  sentences: readonly string[];
  /** Below those, and said before anything else. */
  warning?: string;
  parts: readonly DocumentPart[];
  /** Other pages, by relative address. */
  links?: readonly PageLink[];
}

export interface PageLink {
  title: string;
  href: string;
}

/** A heading and what stands below it. */
export interface DocumentPart {
  title: string;
  paragraphs?: readonly string[];
  links?: readonly PageLink[];
  table?: Markup;
  /** What the harness made itself. */
  content?: Markup;
  pictures?: readonly Picture[];
}

/** Rows of any kind as the table of a part. `nameOf`: what a row is called in pictures, with which it is chosen. */
export function documentTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  nameOf?: (row: Row) => string,
): Markup {
  return tableInHtml(
    caption,
    columns,
    rows,
    nameOf ? { markOf: (row) => ({ name: nameOf(row) }) } : {},
  );
}

/** `draw`: draws the pictures now; without, the page's script draws them when they are seen. */
export function renderDocument(
  { name, sentences, warning, parts, links = [] }: HtmlDocument,
  assets: PageAssets,
  draw?: DrawPicture,
): string {
  const pictures = cleanData(parts.flatMap((part) => part.pictures ?? []));
  const warned = warning === undefined ? Markup.of`` : Markup.of`<p class="warning">${warning}</p>`;
  // Drawn pages have no script that chooses.
  const filters = draw ? Markup.of`` : Markup.of`<div id="filters" hidden></div>`;
  const body = Markup.of`${pageHeader({ name, sentences, links }, warned)}
${filters}
<main>
${Markup.join(parts.map((part) => documentSection(part, draw)))}
</main>`;
  return page(`stackbench: ${name}`, body, { pictures: draw ? [] : pictures }, assets);
}

/** A part as it stands on a page. */
export function documentSection(
  { title, paragraphs: said = [], links = [], table, content, pictures = [] }: DocumentPart,
  draw?: DrawPicture,
): Markup {
  return Markup.of`<section><h2>${title}</h2>
${paragraphs(said)}
${links.length === 0 ? Markup.of`` : linkList(links)}
${table ?? Markup.of``}
${content ?? Markup.of``}
${Markup.join(cleanData(pictures).map((picture) => figureInHtml(picture, draw)))}
</section>`;
}

/** The top of every page: the way to the others, what it is of, the answer. `warning`: below it. */
export function pageHeader(
  { name, sentences, links = [] }: Pick<HtmlDocument, "name" | "sentences" | "links">,
  warning: Markup = Markup.of``,
): Markup {
  return Markup.of`<header>
${links.length === 0 ? Markup.of`` : Markup.of`<nav aria-label="Pages">${linkList(links)}</nav>`}
<p class="name">stackbench · ${name}</p>
<h1 class="unseen">${name}</h1>
<div class="answer">${paragraphs(sentences)}</div>
${warning}
</header>`;
}

function linkList(links: readonly PageLink[]): Markup {
  const items = links.map(({ title, href }) => Markup.of`<li><a href="${href}">${title}</a></li>`);
  return Markup.of`<ul class="links">${Markup.join(items)}</ul>`;
}

function paragraphs(said: readonly string[]): Markup {
  return Markup.join(said.map((one) => Markup.of`<p>${one}</p>`));
}
