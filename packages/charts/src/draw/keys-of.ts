import type { Picture } from "@stackbench/report/picture";
import { colourOf } from "./colours.ts";

/** A name and the colour that stands for it. */
export interface Key {
  label: string;
  colour: string;
}

/** What the colours of a picture mean; none where it has one. */
export function keysOf(picture: Picture): Key[] {
  const labels =
    picture.kind === "lines"
      ? picture.series.map(({ label }) => label)
      : picture.kind === "bars"
        ? picture.parts
        : [];
  if (labels.length < 2) return [];
  return labels.map((label, index) => ({ label, colour: colourOf(index) }));
}
