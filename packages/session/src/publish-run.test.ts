import type { RunStore } from "@stackbench/model";
import { runOf } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { publishRun, rowsAlone } from "./publish-run.ts";

const run = runOf({
  rounds: 6,
  cases: [{ variant: "a:bare", workload: "hello", rounds: Array(6).fill({ throughput: 1000 }) }],
});

/** The run, and what is written of it: each file once. */
function storeOf(): { store: RunStore; files: Map<string, string> } {
  const files = new Map<string, string>();
  const store: Pick<RunStore, "read" | "writeArtefacts"> = {
    read: async () => run,
    writeArtefacts: async (_runId, artefacts) => {
      for (const [name, text] of Object.entries(artefacts)) {
        expect(files.has(name), name).toBe(false);
        files.set(name, text);
      }
      return Object.keys(artefacts);
    },
  };
  return { store: store as RunStore, files };
}

test("a run is concluded once, and its page and its files are those of the conclusion", async () => {
  const { store, files } = storeOf();
  let asked = 0;
  const { outcome, paths } = await publishRun(store, run.runId, () => {
    asked++;
    return {
      page: { sentences: ["It levels off at 16 connections."], pictures: [] },
      files: { "own.svg": "<svg/>" },
    };
  });
  expect(asked).toBe(1);
  expect(outcome.page.sentences).toHaveLength(1);
  expect(files.get("report.html")).toContain("It levels off at 16 connections.");
  expect(files.get("own.svg")).toBe("<svg/>");
  expect(files.get("report.html")).toContain('<a href="own.svg">own.svg</a>');
  expect(paths).toEqual(expect.arrayContaining(["run.json", "report.html", "own.svg"]));
});

test("without a conclusion the page has the answer of the rows", async () => {
  const { store, files } = storeOf();
  const { outcome } = await publishRun(store, run.runId, rowsAlone);
  expect(outcome).toBeUndefined();
  expect(files.get("report.html")).toContain("a:bare");
});
