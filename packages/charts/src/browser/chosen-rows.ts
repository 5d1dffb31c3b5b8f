import type { Facets, Picture } from "@stackbench/report/picture";

/** The same picture with only what has a name that is shown; fields of a heat map and what is of no variant stay. */
export function chosenRows(picture: Picture, isShown: (name: string) => boolean): Picture {
  const stays = (row: Named): boolean => isKept(row, isShown);
  switch (picture.kind) {
    case "dots":
      return { ...picture, rows: picture.rows.filter(stays) };
    case "bars":
      return { ...picture, rows: picture.rows.filter(stays) };
    case "lines":
      return { ...picture, series: picture.series.filter(stays) };
    case "heat":
      return picture;
  }
}

/** A row of any picture. */
interface Named {
  label: string;
  facets?: Facets;
}

/** Whether it is shown while only rows of variants with these names are. */
export function isKept({ label, facets }: Named, isShown: (name: string) => boolean): boolean {
  return facets === undefined || isShown(label);
}
