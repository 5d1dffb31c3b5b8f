import { parse } from "csv-parse/sync";

/** The lines of a CSV file by the names of their columns, each cell as text. Throws for one that has not as many cells as the head. */
export function parseCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true });
}
