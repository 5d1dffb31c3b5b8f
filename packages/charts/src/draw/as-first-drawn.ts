import type { Picture } from "@stackbench/report/picture";

/** Where nobody can choose: of many curves those that a page draws unasked. */
export function asFirstDrawn(picture: Picture): Picture {
  if (picture.kind !== "lines") return picture;
  return { ...picture, series: picture.series.slice(0, picture.drawnAtFirst) };
}
