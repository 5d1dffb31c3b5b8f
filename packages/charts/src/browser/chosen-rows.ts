import type { Picture } from "@stackbench/report/picture";

/** The same picture with only what has a name that is shown; fields of a heat map have none and stay. */
export function chosenRows(picture: Picture, isShown: (name: string) => boolean): Picture {
  switch (picture.kind) {
    case "dots":
      return { ...picture, rows: picture.rows.filter(({ label }) => isShown(label)) };
    case "bars":
      return { ...picture, rows: picture.rows.filter(({ label }) => isShown(label)) };
    case "lines":
      return { ...picture, series: picture.series.filter(({ label }) => isShown(label)) };
    case "heat":
      return picture;
  }
}
