import { renderDocument } from "@stackbench/report";
import { expect, test } from "vitest";
import { docPage } from "./doc-page.ts";

const htmlOf = (body: string): string =>
  renderDocument(docPage(`# A title\n\n${body}`), { script: "0", style: "p{}" });

test("headings have the anchors that they have on GitHub", () => {
  const html = htmlOf("## run: does it `keep` an SLO?\n\n### Twice\n\n### Twice\n");
  for (const id of ["run-does-it-keep-an-slo", "twice", "twice-1"]) {
    expect(html).toContain(`id="${id}"`);
  }
});

test("documents lead to each other as pages, to schemas as files, and out of the folder not at all", () => {
  const html = htmlOf(
    "[a](methodology.md#nights) [b](schemas/run.schema.json) [c `d`](../results/proofs) [e](https://example.org/x.md)",
  );
  expect(html).toContain('href="methodology.html#nights"');
  expect(html).toContain('href="schemas/run.schema.json"');
  expect(html).toContain('href="https://example.org/x.md"');
  expect(html).toContain("c <code>d</code>");
  expect(html).not.toContain("../results");
});

test("HTML in a document is text", () => {
  expect(htmlOf("<script>alert(1)</script>")).not.toContain("<script>alert");
});
