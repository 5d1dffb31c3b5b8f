export type { Axis, Bars, Dots, DotsRow, Facets, Heat, Lines, Picture, Series } from "./picture.ts";
export { pictureCsv } from "./picture-csv.ts";
