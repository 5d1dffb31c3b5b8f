import { Markup } from "@stackbench/report";
import type { Picture } from "@stackbench/report/picture";
import { asFirstDrawn } from "./draw/as-first-drawn.ts";
import { textWidth } from "./draw/canvas.ts";
import { keysOf, type Key } from "./draw/keys-of.ts";
import { drawPicture } from "./draw-picture.ts";

const [width, margin, lineHeight] = [800, 16, 19];
/** Characters of the title that have room on a line. */
const lineLength = 88;

/**
 * `chart.svg`: a picture under what it says, 800 px wide, on a ground of its own that is light or dark as whoever looks
 * wishes it; undefined where there is nothing to draw.
 */
export function renderChart(whole: Picture, sentences: readonly string[]): string | undefined {
  const picture = asFirstDrawn(whole);
  const svg = drawPicture(picture, width - 2 * margin);
  if (!svg) return undefined;
  const height = Number(svg.getAttribute("height"));
  const lines = sentences.flatMap((sentence) => linesOf(sentence));
  const keysTop = margin + 12 + lines.length * lineHeight;
  const keys = placedKeys(picture);
  const rows = Math.max(0, ...keys.map(({ row }) => row + 1));
  const top = margin + (lines.length + rows) * lineHeight + 8;
  svg.setAttribute("x", String(margin));
  svg.setAttribute("y", String(top));
  const full = top + height + margin;
  const words = lines.map(
    (line, index) =>
      Markup.of`<text class="words" x="${margin}" y="${margin + 12 + index * lineHeight}">${line}</text>`,
  );
  const marked = keys.map(
    ({ x, row, label, colour }) =>
      Markup.of`<rect x="${x}" y="${keysTop + row * lineHeight - 10}" width="11" height="11" rx="2" fill="${colour}"/>
<text x="${x + 16}" y="${keysTop + row * lineHeight}" font-size="12" fill="currentColor">${label}</text>`,
  );
  const { text } =
    Markup.of`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${full}" width="${width}" height="${full}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" role="img">
<style>${Markup.own(style)}</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${full - 1}" rx="6"/>
${Markup.join([...words, ...marked])}
${Markup.own(svg.outerHTML)}
</svg>
`;
  return text;
}

const style = `
svg { color: #1c2430; --mark: #2563c9; --rounds: #7b8494; --paper: #ffffff; }
.ground { fill: #ffffff; stroke: #d6dbe3; }
.words { font-size: 14px; font-weight: 600; fill: currentColor; }
@media (prefers-color-scheme: dark) {
svg { color: #e4e8ee; --mark: #6ba3f5; --rounds: #8b95a5; --paper: #14181e; }
.ground { fill: #14181e; stroke: #39424f; }
}
`;

interface PlacedKey extends Key {
  /** Pixels from the left. */
  x: number;
  row: number;
}

/** What the colours mean, one beside the other, in as many rows as they take. */
function placedKeys(picture: Picture): PlacedKey[] {
  let [x, row] = [margin, 0];
  return keysOf(picture).map((key) => {
    const taken = 16 + textWidth(key.label) + 14;
    if (x > margin && x + taken > width) [x, row] = [margin, row + 1];
    const placed = { ...key, x, row };
    x += taken;
    return placed;
  });
}

function linesOf(sentence: string): string[] {
  const lines = [""];
  for (const word of sentence.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + word.length + 1 > lineLength) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
