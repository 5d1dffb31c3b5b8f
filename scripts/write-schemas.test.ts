import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { schemaFiles, schemasDirectory } from "./write-schemas.ts";

test.each(Object.entries(schemaFiles()))(
  "docs/schemas/%s is what the code says (else: node scripts/write-schemas.ts)",
  (name, content) => {
    expect(readFileSync(join(schemasDirectory, name), "utf8")).toBe(content);
  },
);
