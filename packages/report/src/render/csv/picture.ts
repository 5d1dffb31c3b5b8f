import type { Picture } from "../../picture/picture.ts";
import { tableOf } from "../../picture/table-of.ts";
import { csvOf } from "./csv.ts";

/** A picture's data as CSV. */
export function pictureCsv(picture: Picture): string {
  const { head, rows } = tableOf(picture);
  return csvOf(head, rows);
}
