import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { workloadIds } from "@stackbench/model";
import { openApiDocument } from "./openapi.ts";

interface Operation {
  operationId: string;
  tags: string[];
  parameters?: { name: string; schema: Record<string, unknown> }[];
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

const document = openApiDocument() as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};

describe("the OpenAPI document", () => {
  test("is the one in docs/openapi.json; if not: node scripts/write-openapi.ts", async () => {
    const file = new URL("../../../docs/openapi.json", import.meta.url);
    expect(await readFile(file, "utf8")).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  test("documents every workload, each operation under an id of its own", () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(document.openapi).toBe("3.1.0");
    const tags = new Set(operations.flatMap((operation) => operation.tags));
    expect([...tags].toSorted()).toEqual([...workloadIds, "healthz"].toSorted());
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  test("tells the limits of a query parameter", () => {
    const [loopCount] = document.paths["/hash-sort"]!["get"]!.parameters!;
    expect(loopCount).toMatchObject({
      name: "loopCount",
      schema: { type: "integer", minimum: 1, maximum: 1000, default: 10 },
    });
  });

  test("holds examples that are right answers", () => {
    const example = (path: string) =>
      document.paths[path]!["get"]!.responses["200"]!.content!["application/json"]!.example;
    expect(example("/lookup")).toEqual({ seed: 1, hits: 3583 });
    expect(example("/hash-sort")).toMatchObject({
      checksum: expect.stringMatching(/^c2e2f97838f71337/),
    });
  });
});
