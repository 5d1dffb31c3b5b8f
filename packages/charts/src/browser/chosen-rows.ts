import { withRows, type Picture, type PictureRow } from "@stackbench/report/picture";

/** The same picture with only what has a name that is shown; fields of a heat map and what is of no variant stay. */
export function chosenRows(picture: Picture, isShown: (name: string) => boolean): Picture {
  return withRows(picture, (rows) => rows.filter((row) => isKept(row, isShown)));
}

/** Whether it is shown while only rows of variants with these names are. */
export function isKept(
  { label, facets }: Pick<PictureRow, "label" | "facets">,
  isShown: (name: string) => boolean,
): boolean {
  return facets === undefined || isShown(label);
}
