import type { Picture } from "../../picture/picture.ts";
import { jsonText } from "../clean-text.ts";
import { Markup } from "../markup.ts";

/** What makes a page look and move, made elsewhere: both are put into it whole. */
export interface PageAssets {
  script: string;
  style: string;
}

interface PageContent {
  /** What its figures draw. */
  pictures: readonly Picture[];
  /** Whether its script may ask where it came from. */
  asks?: boolean;
}

/** A whole page that needs nothing but itself. */
export function page(
  title: string,
  body: Markup,
  { pictures, asks = false }: PageContent,
  { script, style }: PageAssets,
): string {
  // What ends a script element or begins a comment in one is no JSON that was written so.
  const data = jsonText(asDrawn(pictures)).replaceAll("<", String.raw`\u003c`);
  const { text } = Markup.of`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:${asks ? "; connect-src 'self'" : ""}">
<title>${title}</title>
<style>${Markup.own(style)}</style>
</head>
<body>
${body}
<script type="application/json" id="pictures">${Markup.own(data)}</script>
<script>${Markup.own(script)}</script>
</body>
</html>
`;
  return text;
}

/** Of a long number no more digits than any drawing or file of it needs: they would be half of the page. */
function asDrawn<Data>(data: Data): Data {
  if (typeof data === "number") return Number(data.toPrecision(6)) as Data;
  if (Array.isArray(data)) return data.map(asDrawn) as Data;
  if (typeof data !== "object" || data === null) return data;
  const entries = Object.entries(data).map(([key, value]) => [key, asDrawn(value)]);
  return Object.fromEntries(entries) as Data;
}
