import type { DotsRow } from "./picture.ts";

/** What a caption says behind what is drawn: a picture without an interval promises none. */
export function intervalWords(rows: readonly Pick<DotsRow, "low">[]): string {
  const hasInterval = rows.some(({ low }) => low !== null);
  return hasInterval ? "with its 95 % interval" : "(too few rounds for an interval)";
}
