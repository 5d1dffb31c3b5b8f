import { expect, test } from "vitest";
import { drawPicture } from "./draw-picture.ts";
import { plainDot } from "@stackbench/report";

test("where all values lie below zero, zero is in the picture", () => {
  const rows = [plainDot("a", -40, { low: -50, high: -30 })];
  const picture = { kind: "dots", id: "a", title: "", caption: "", unit: "%", rows } as const;
  const labels = [
    ...drawPicture({ ...picture, rows }, 900)!.outerHTML.matchAll(/>(−?-?[\d.]+)<\/text>/g),
  ];
  expect(labels.map(([, text]) => text)).toContain("0");
});
