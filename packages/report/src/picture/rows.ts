import type { BarsRow, DotsRow, Picture, Series } from "./picture.ts";

/** What a picture draws one of, and what can be chosen in it. */
export type PictureRow = DotsRow | BarsRow | Series;

/** None of a heat map: its fields have no names. */
export function rowsOf(picture: Picture): readonly PictureRow[] {
  switch (picture.kind) {
    case "heat":
      return [];
    case "lines":
      return picture.series;
    default:
      return picture.rows;
  }
}

/** The same picture with other rows; a heat map as it is. */
export function withRows(
  picture: Picture,
  change: <Row extends PictureRow>(rows: readonly Row[]) => Row[],
): Picture {
  switch (picture.kind) {
    case "dots":
      return { ...picture, rows: change(picture.rows) };
    case "bars":
      return { ...picture, rows: change(picture.rows) };
    case "lines":
      return { ...picture, series: change(picture.series) };
    case "heat":
      return picture;
  }
}
