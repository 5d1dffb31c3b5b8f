import { Markup } from "@stackbench/report";
import type { Picture } from "@stackbench/report/picture";
import { asFirstDrawn } from "./draw/as-first-drawn.ts";
import { keysOf } from "./draw/keys-of.ts";
import { nameAsOne } from "./draw/name-as-one.ts";
import { drawPicture } from "./draw-picture.ts";

/** Of a page without a script: one for wide windows, one for phones, pixels. */
const widths = { wide: 900, narrow: 360 };

/** A picture as a page shows it that cannot draw: twice, each for windows of its kind; undefined where it has nothing. */
export function drawStatic(whole: Picture): Markup | undefined {
  const picture = asFirstDrawn(whole);
  const drawn = Object.entries(widths).map(([name, width]) => {
    const svg = drawPicture(picture, width);
    if (!svg) return undefined;
    nameAsOne(svg, picture.title);
    return Markup.of`<div class="${name}">${Markup.own(svg.outerHTML)}</div>`;
  });
  if (!drawn.every((one) => one !== undefined)) return undefined;
  return Markup.join([...legendOf(picture), ...drawn]);
}

function legendOf(picture: Picture): Markup[] {
  const keys = keysOf(picture).map(
    ({ label, colour }) =>
      Markup.of`<span class="key"><i style="background: ${colour}"></i>${label}</span>`,
  );
  return keys.length === 0 ? [] : [Markup.of`<p class="legend">${Markup.join(keys)}</p>`];
}
