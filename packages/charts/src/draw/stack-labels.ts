import { textWidth } from "./canvas.ts";

/** A label that stands above a picture. */
export interface StackedLabel {
  x: number;
  label: string;
  /** 0 is nearest to the picture. */
  row: number;
  /** Whether it is centred at its place, or begins there: what is left of the picture is the axis's. */
  anchor: "start" | "middle";
}

/**
 * Labels at their places, those that would lie over another a row higher; in rising order. `placeOf`: of x, pixels from
 * the left; each label is centred there, or begins there where it would reach left of `fromPixel`.
 */
export function stackLabels(
  marks: readonly { x: number; label: string }[],
  placeOf: (x: number) => number,
  fromPixel: number,
): StackedLabel[] {
  /** Where each row ends so far, pixels. */
  const ends: number[] = [];
  return marks
    .map(({ x, label }) => ({ x, label, at: placeOf(x) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ x, label, at }) => {
      const width = textWidth(label);
      const anchor = at - width / 2 < fromPixel ? "start" : "middle";
      const left = anchor === "start" ? at : at - width / 2;
      const free = ends.findIndex((end) => end <= left);
      const row = free === -1 ? ends.length : free;
      ends[row] = left + width + textWidth(" ");
      return { x, label, row, anchor };
    });
}
