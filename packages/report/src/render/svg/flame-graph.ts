import type { Profile } from "@stackbench/model";
import { libraryOf } from "../../profile/library-of.ts";
import { placeOf } from "../../profile/place-of.ts";
import { timesWithin } from "../../profile/times-within.ts";
import { Markup } from "../markup.ts";

const [width, margin, rowHeight, head] = [1200, 10, 18, 52];
const characterWidth = 6.7;
/** Narrower ones cannot be seen, pixels. */
const narrowest = 0.3;

interface Box {
  frame: Profile["frames"][number];
  micros: number;
  depth: number;
  x: number;
}

/**
 * A flame graph as a picture of its own: callers below, what they call above, as wide as the time in it; those of one
 * parent by name. The colour tells the library. A box shows the whole to whoever points at it.
 */
export function renderFlameGraph(title: string, profile: Profile): string {
  const { boxes, busyMicros } = layOut(profile);
  const deepest = boxes.reduce((most, { depth }) => Math.max(most, depth), 0);
  const height = head + (deepest + 1) * rowHeight + margin;
  const drawn = boxes.map((box) => draw(box, { busyMicros, height }));
  const { text } = Markup.of`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="11">
<style>rect { stroke: #fff; stroke-width: 0.5; } g:hover rect { stroke: #000; } text { pointer-events: none; fill: #111; }</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${margin}" y="20" font-size="15">${title}</text>
<text x="${margin}" y="38">${subtitleOf(profile, busyMicros)}</text>
${Markup.join(drawn)}
</svg>
`;
  return text;
}

function subtitleOf({ profiler, samples, processes }: Profile, busyMicros: number): string {
  return `${profiler} · ${samples.toLocaleString("en")} samples of ${processes} process${processes === 1 ? "" : "es"} · width: share of the ${(busyMicros / 1e6).toFixed(1)} s in which a thread was at work`;
}

function layOut({ frames, nodes }: Profile): { boxes: Box[]; busyMicros: number } {
  const { within, busyMicros } = timesWithin(nodes);
  const children = new Map<number, number[]>();
  for (let index = nodes.length - 1; index >= 0; index--) {
    const [parent] = nodes[index]!;
    children.set(parent, [...(children.get(parent) ?? []), index]);
  }
  const roots = children.get(-1) ?? [];
  const scale = busyMicros === 0 ? 0 : (width - 2 * margin) / busyMicros;
  const boxes: Box[] = [];
  const place = (siblings: readonly number[], left: number, depth: number): void => {
    let x = left;
    const nameOf = (index: number): string => frames[nodes[index]![1]]!.name;
    for (const index of siblings.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))) {
      const micros = within[index]!;
      if (micros * scale >= narrowest) {
        boxes.push({ frame: frames[nodes[index]![1]]!, micros, depth, x });
        place(children.get(index) ?? [], x, depth + 1);
      }
      x += micros * scale;
    }
  };
  place(roots, margin, 0);
  return { boxes, busyMicros };
}

function draw(
  { frame, micros, depth, x }: Box,
  { busyMicros, height }: { busyMicros: number; height: number },
): Markup {
  const share = micros / busyMicros;
  const boxWidth = share * (width - 2 * margin);
  const y = height - margin - (depth + 1) * rowHeight;
  const library = libraryOf(frame);
  const place = frame.file === "" ? "" : ` (${placeOf(frame.file)}:${frame.line})`;
  const whole = `${frame.name}${place} · ${library} · ${(share * 100).toFixed(1)} %`;
  return Markup.of`<g><title>${whole}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${rowHeight - 1}" rx="1" fill="${colourOf(library)}"/>${labelOf(frame.name, { x, y, boxWidth })}</g>`;
}

function labelOf(
  name: string,
  { x, y, boxWidth }: { x: number; y: number; boxWidth: number },
): Markup {
  const room = Math.floor((boxWidth - 6) / characterWidth);
  if (room < 3) return Markup.of``;
  const characters = [...name];
  const shown = characters.length <= room ? name : `${characters.slice(0, room - 1).join("")}…`;
  return Markup.of`<text x="${x + 3}" y="${y + 12.5}">${shown}</text>`;
}

/** Warm and light enough for dark text; the same for the same library in every picture. */
function colourOf(library: string): string {
  let hash = 0;
  for (const character of library) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return `hsl(${hash % 360} 70% ${68 + (hash % 5) * 3}%)`;
}
