import { textWidth } from "./canvas.ts";

/** A label that stands above a picture. */
export interface StackedLabel {
  x: number;
  label: string;
  /** 0 is nearest to the picture. */
  row: number;
}

/**
 * Labels at their places, those that would lie over another a row higher; in rising order. `placeOf`: of x, pixels from
 * the left; each label is centred there.
 */
export function stackLabels(
  marks: readonly { x: number; label: string }[],
  placeOf: (x: number) => number,
): StackedLabel[] {
  /** Where each row ends so far, pixels. */
  const ends: number[] = [];
  return marks
    .map(({ x, label }) => ({ x, label, at: placeOf(x) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ x, label, at }) => {
      const half = textWidth(label) / 2;
      const free = ends.findIndex((end) => end <= at - half);
      const row = free === -1 ? ends.length : free;
      ends[row] = at + half + textWidth(" ");
      return { x, label, row };
    });
}
