/** Writes docs/openapi.json from the contract: `node scripts/write-openapi.ts`. */
import { writeFile } from "node:fs/promises";
import { openApiDocument } from "../packages/contract/src/openapi.ts";

const file = new URL("../docs/openapi.json", import.meta.url);
await writeFile(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
