import { runRecordSchema, type RunRecord } from "@stackbench/model";
import { jsonText } from "../clean-text.ts";

/** `run.json`, checked against its schema. Figures of windows stand on one line each, so that a diff shows windows. */
export function renderRunJson(run: RunRecord): string {
  const { windows, ...head } = runRecordSchema.parse(run);
  const opening = jsonText(head, 2).replace(/\n\}$/, "");
  const lines = windows.map((window) => `    ${jsonText(window)}`);
  return `${opening},\n  "windows": [${lines.length > 0 ? `\n${lines.join(",\n")}\n  ` : ""}]\n}\n`;
}
