import { Markup } from "@stackbench/report";
import type { Picture } from "@stackbench/report/picture";
import { nameAsOne } from "./draw/name-as-one.ts";
import { drawPicture } from "./draw-picture.ts";

/** Of a page without a script: one for wide windows, one for phones, pixels. */
const widths = { wide: 900, narrow: 360 };

/** A picture as a page shows it that cannot draw: twice, each for windows of its kind; undefined where it has nothing. */
export function drawStatic(picture: Picture): Markup | undefined {
  const drawn = Object.entries(widths).map(([name, width]) => {
    const svg = drawPicture(picture, width);
    if (!svg) return undefined;
    nameAsOne(svg, picture.title);
    return Markup.of`<div class="${name}">${Markup.own(svg.outerHTML)}</div>`;
  });
  return drawn.every((one) => one !== undefined) ? Markup.join(drawn) : undefined;
}
