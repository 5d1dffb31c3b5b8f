import { expect, test } from "vitest";
import { renderName, renderTable } from "./render.ts";

test("the name is escaped", () => {
  expect(renderName({ name: `<b a="1">&'` })).toMatchObject({
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: "<p>Hello, &lt;b a=&quot;1&quot;&gt;&amp;&#39;!</p>",
  });
});

test("names are text, whatever they look like to a template", () => {
  expect(renderName({ name: "Zoë <%= 1 + 1 %> 𝒳" }).body).toBe(
    "<p>Hello, Zoë &lt;%= 1 + 1 %&gt; 𝒳!</p>",
  );
});

test("a missing name is refused", () => {
  expect(() => renderName({})).toThrow("name: expected a string, got nothing");
});

test("the table has 6 rows of 4 cells, counted from 0", () => {
  const rows = [0, 1, 2, 3, 4, 5].map((row) => {
    const cells = [0, 1, 2, 3].map((column) => `<td>${row},${column}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  const body = renderTable().body as string;
  expect(body.replaceAll(/\s/g, "")).toBe(`<table>${rows.join("")}</table>`);
});
