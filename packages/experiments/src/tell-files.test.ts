import { expect, test } from "vitest";
import { tellFiles } from "./tell-files.ts";

test("the page is told by its path, and what lies beside it by name", () => {
  const files = ["/r/1/run.json", "/r/1/report.html", "/r/1/histograms", "/elsewhere/a.svg"];
  expect(tellFiles(files)).toEqual([
    "/r/1/report.html",
    "beside it: run.json, histograms",
    "/elsewhere/a.svg",
  ]);
  expect(tellFiles(["/r/1/run.json"])).toEqual(["/r/1/run.json"]);
});
