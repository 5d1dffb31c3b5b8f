import { csvOf } from "../render/csv/csv.ts";
import type { Picture } from "./picture.ts";
import { tableOf } from "./table-of.ts";

/** A picture's data as CSV. */
export function pictureCsv(picture: Picture): string {
  const { head, rows } = tableOf(picture);
  return csvOf(head, rows);
}
