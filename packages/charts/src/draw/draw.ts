import type { Picture } from "@stackbench/report/picture";
import { drawBars } from "./bars.ts";
import type { Canvas, Drawn } from "./canvas.ts";
import { drawDots } from "./dots.ts";
import { drawHeat } from "./heat.ts";
import { drawLines } from "./lines.ts";

/** A picture as SVG, in a document of a browser or of another kind; undefined where it has nothing to draw. */
export function draw(picture: Picture, canvas: Canvas): Drawn | undefined {
  switch (picture.kind) {
    case "dots":
      return picture.rows.length === 0 ? undefined : drawDots(picture, canvas);
    case "lines":
      return picture.series.length === 0 ? undefined : drawLines(picture, canvas);
    case "bars":
      return picture.rows.length === 0 ? undefined : drawBars(picture, canvas);
    case "heat":
      return picture.cells.length === 0 ? undefined : drawHeat(picture, canvas);
  }
}
