export type {
  Axis,
  Bars,
  Dots,
  DotsRow,
  Facets,
  Heat,
  Lines,
  Picture,
  Series,
} from "./picture/picture.ts";
export { percentWithin } from "./picture/table-of.ts";
export { rowsOf, withRows, type PictureRow } from "./picture/rows.ts";
export { pictureCsv } from "./render/csv/picture.ts";
