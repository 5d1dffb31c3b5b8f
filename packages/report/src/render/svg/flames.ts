import type { Branch } from "../../profile/branches.ts";
import { libraryOf } from "../../profile/library-of.ts";
import { placeOf } from "../../profile/place-of.ts";
import { Markup } from "../markup.ts";

const [width, margin, rowHeight, head] = [1200, 10, 18, 52];
const characterWidth = 6.7;
/** Narrower ones cannot be seen, pixels. */
const narrowest = 0.3;

/** What a picture of call trees says, and how it shows a function. */
export interface Flames {
  title: string;
  subtitle: string;
  branches: readonly Branch[];
  /** Of the picture's width, 0 to 1; of all that a function calls no more than its own. */
  widthOf(branch: Branch): number;
  /** A light one, for dark text. */
  colourOf(branch: Branch): string;
  /** Of its shares in words. */
  tell(branch: Branch): string;
}

interface Box {
  branch: Branch;
  depth: number;
  x: number;
  boxWidth: number;
}

/** Callers below, what they call above; those of one caller by name. A box shows the whole to whoever points at it. */
export function drawFlames(flames: Flames): string {
  const boxes = layOut(flames);
  const deepest = boxes.reduce((most, { depth }) => Math.max(most, depth), 0);
  const height = head + (deepest + 1) * rowHeight + margin;
  const drawn = boxes.map((box) => draw(box, height, flames));
  const { text } = Markup.of`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="11">
<style>rect { stroke: #fff; stroke-width: 0.5; } g:hover rect { stroke: #000; } text { pointer-events: none; fill: #111; }</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${margin}" y="20" font-size="15">${flames.title}</text>
<text x="${margin}" y="38">${flames.subtitle}</text>
${Markup.join(drawn)}
</svg>
`;
  return text;
}

function layOut({ branches, widthOf }: Flames): Box[] {
  const boxes: Box[] = [];
  const place = (siblings: readonly Branch[], left: number, depth: number): void => {
    let x = left;
    for (const branch of siblings.toSorted((a, b) => (a.frame.name < b.frame.name ? -1 : 1))) {
      const boxWidth = widthOf(branch) * (width - 2 * margin);
      if (boxWidth >= narrowest) {
        boxes.push({ branch, depth, x, boxWidth });
        place(branch.branches, x, depth + 1);
      }
      x += boxWidth;
    }
  };
  place(branches, margin, 0);
  return boxes;
}

function draw(
  { branch, depth, x, boxWidth }: Box,
  height: number,
  { colourOf, tell }: Flames,
): Markup {
  const { frame } = branch;
  const y = height - margin - (depth + 1) * rowHeight;
  const place = frame.file === "" ? "" : ` (${placeOf(frame.file)}:${frame.line})`;
  const whole = `${frame.name}${place} · ${libraryOf(frame)} · ${tell(branch)}`;
  return Markup.of`<g><title>${whole}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${rowHeight - 1}" rx="1" fill="${colourOf(branch)}"/>${labelOf(frame.name, { x, y, boxWidth })}</g>`;
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
