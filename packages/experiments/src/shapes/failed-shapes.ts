import { oneLine, type Row } from "@stackbench/report";
import { shapeName } from "./choose-app-variants.ts";

/** Of each shape that did not come up one line, with the line of its log that tells most: `deno: app exited …; error: …`. */
export function failedTexts(rows: readonly Row[]): string[] {
  return rows.flatMap(({ key, failure }) => {
    if (!failure) return [];
    const told = tellingLine(failure.logLines);
    const why = told === undefined ? "" : `; ${told}`;
    return [oneLine(`${shapeName(key)}: ${failure.message}${why}`)];
  });
}

/** Programs name an error first or last, and may explain it at length. */
function tellingLine(logLines: readonly string[]): string | undefined {
  const lines = logLines.map(oneLine).filter(Boolean);
  return lines.findLast((line) => /^\S*(error|exception)\b/i.test(line)) ?? lines.at(-1);
}
