import { expect, test } from "vitest";
import { drawPicture } from "./draw-picture.ts";
import { plainDot } from "@stackbench/report";
import type { Picture } from "@stackbench/report/picture";

test("where all values lie below zero, zero is in the picture", () => {
  const rows = [plainDot("a", -40, { low: -50, high: -30 })];
  const picture = { kind: "dots", id: "a", title: "", caption: "", unit: "%", rows } as const;
  const labels = [
    ...drawPicture({ ...picture, rows }, 900)!.outerHTML.matchAll(/>(−?-?[\d.]+)<\/text>/g),
  ];
  expect(labels.map(([, text]) => text)).toContain("0");
});

test.each([360, 900])("every tick of a log axis has its label (%i px)", (width) => {
  const connections = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
  const { outerHTML } = drawPicture(
    {
      kind: "lines",
      id: "a",
      title: "",
      caption: "",
      x: { label: "connections", scale: "log" },
      y: { label: "ms", scale: "log" },
      series: [
        { label: "a", points: connections.map((n) => [n, n / 20, null, null]), facets: {} },
        { label: "law", points: [[1.5, 1, null, null]], isFitted: true, facets: {} },
      ],
      marks: [],
      drawnAtFirst: 2,
    },
    width,
  )!;
  for (const axis of ["x", "y"]) {
    const part = (name: string): string =>
      new RegExp(`<g [^>]*"${axis}-axis ${name}".*?</g>`, "s").exec(outerHTML)![0];
    const labels = [...part("tick label").matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(labels).toHaveLength(part("tick").match(/<path/g)!.length);
    expect(labels).not.toContain("");
    if (axis === "x" && width === 900) expect(labels.map(Number)).toEqual(connections);
  }
});

test("of percentiles the half has a label where there is room for one", () => {
  const lines = {
    kind: "lines",
    id: "a",
    title: "",
    caption: "",
    x: { label: "percentile", scale: "tail" },
    y: { label: "ms", scale: "linear" },
    series: [
      {
        label: "a",
        points: [1, 0.5, 0.1, 0.01, 0.001].map((share, index) => [share, index, null, null]),
        facets: {},
      },
    ],
    marks: [],
    drawnAtFirst: 1,
  } satisfies Picture;
  const hasHalf = (width: number): boolean =>
    drawPicture(lines, width)!.outerHTML.includes(">50 %<");
  expect([hasHalf(360), hasHalf(900)]).toEqual([false, true]);
});

test("where the most is far more than the least each is told on a log axis that is drawn once", () => {
  const rows = [plainDot("a", 200, null), plainDot("b", 20_000, null)];
  const { outerHTML } = drawPicture(
    { kind: "dots", id: "a", title: "", caption: "", unit: "requests/s", rows },
    900,
  )!;
  const labels = [...outerHTML.matchAll(/<text[^>]*>([\d,]*)<\/text>/g)].map(([, text]) => text);
  expect(labels).toEqual(["200", "500", "1,000", "2,000", "5,000", "10,000", "20,000"]);
  expect(outerHTML.match(/>requests\/s, log scale →</g)).toHaveLength(1);
});
