import type { Picture } from "@stackbench/report/picture";
import { DOMParser } from "linkedom";
import type { Canvas, Drawn } from "./draw/canvas.ts";
import { draw } from "./draw/draw.ts";

/** A picture as an SVG element, without a browser; undefined where there is nothing to draw. `width`: pixels. */
export function drawPicture(picture: Picture, width: number): Drawn | undefined {
  const parsed = new DOMParser().parseFromString("<html></html>", "text/html");
  const document = parsed as unknown as Canvas["document"];
  return draw(picture, { document, width, isPointedAt: false });
}
