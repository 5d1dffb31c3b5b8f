import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  nightJsonSchema,
  rowsSchema,
  runJsonSchema,
  stackJsonSchema,
} from "../packages/report/src/index.ts";

/** Where the published schemas stand. */
export const schemasDirectory = resolve(import.meta.dirname, "../docs/schemas");

/** The files of `docs/schemas` as the code has them, by name. */
export function schemaFiles(): Record<string, string> {
  return {
    "night.schema.json": `${JSON.stringify(nightJsonSchema(), null, 2)}\n`,
    "rows.schema.json": `${JSON.stringify(rowsSchema(), null, 2)}\n`,
    "run.schema.json": `${JSON.stringify(runJsonSchema(), null, 2)}\n`,
    "stack.schema.json": `${JSON.stringify(stackJsonSchema(), null, 2)}\n`,
  };
}

if (import.meta.main) {
  mkdirSync(schemasDirectory, { recursive: true });
  for (const [name, content] of Object.entries(schemaFiles())) {
    writeFileSync(join(schemasDirectory, name), content);
    process.stdout.write(`docs/schemas/${name}\n`);
  }
}
