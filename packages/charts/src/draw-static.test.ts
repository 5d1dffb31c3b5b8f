import type { Picture } from "@stackbench/report/picture";
import { expect, test } from "vitest";
import { drawStatic } from "./draw-static.ts";
import { renderChart } from "./render-chart.ts";

const base = { id: "a", title: "", caption: "" };

test("of many curves those that a page draws at first, and which colour is whose", () => {
  const series = ["a", "b", "<c>", "d"].map((label) => ({
    label,
    points: [1, 2].map((x) => [x, x, null, null] as [number, number, null, null]),
    facets: {},
  }));
  const axis = { label: "ms", scale: "linear" as const };
  const lines = { ...base, kind: "lines", x: axis, y: axis, series, marks: [], drawnAtFirst: 3 };
  const { text } = drawStatic(lines as Picture)!;
  // Once for wide windows, once for narrow ones.
  expect(text.match(/stroke-width="2"[^]*?<\/g>/g)).toHaveLength(2);
  const keys = [...text.matchAll(/<i style="background: (#\w+)"><\/i>([^<]*)/g)];
  expect(keys.map(([, , label]) => label)).toEqual(["a", "b", "&#60;c&#62;"]);
  for (const [, colour] of keys) expect(text).toContain(`stroke="${colour}"`);
});

test("the parts of bars have keys, and one part has none", () => {
  const of = (parts: string[]): string => {
    const rows = [{ label: "a", values: parts.map(() => 1), facets: {} }];
    return drawStatic({ ...base, kind: "bars", unit: "ms", parts, rows })!.text;
  };
  expect(of(["user", "system"]).match(/class="key"/g)).toHaveLength(2);
  expect(of(["user"])).not.toContain("legend");
});

test("a chart tells whose its colours are, in rows where one is too short", () => {
  const parts = ["user", "system", "a part of a very long name ".repeat(3), "another".repeat(8)];
  const rows = [{ label: "a", values: parts.map(() => 1), facets: {} }];
  const text = renderChart({ ...base, kind: "bars", unit: "ms", parts, rows }, ["Said."])!;
  const keys = [...text.matchAll(/<text x="([\d.]+)" y="(\d+)" font-size="12"[^>]*>([^<]*)/g)];
  expect(keys.map(([, , , label]) => label)).toEqual(parts);
  expect(new Set(keys.map(([, , y]) => y)).size).toBe(2);
});
