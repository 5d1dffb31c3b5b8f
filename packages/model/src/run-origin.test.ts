import { expect, test } from "vitest";
import { questionOf, sourcesOf } from "./run-origin.ts";
import { experimentOf } from "./testing/index.ts";
import type { RunHead } from "./run.ts";

type Head = Parameters<typeof questionOf>[0];

/** A head as older runs have it. */
function older(variants: string[], changes: Partial<Head> = {}, driver = "docker"): Head {
  const experiment = experimentOf(variants, { driver: driver as "docker" });
  return { arguments: [], plan: { experiment } as RunHead["plan"], ...changes };
}

test("what a run says of itself is taken as it is", () => {
  const question = { kind: "factors", details: { steps: [] } };
  const sources = { from: "stacks" as const, folders: ["/a"] };
  const head = older(["a@b:c"], { question, sources, arguments: ["--pin"] });
  expect([questionOf(head), sourcesOf(head)]).toEqual([question, sources]);
});

test("an older run was a comparison, of the repository's stacks and of folders", () => {
  const head = older(["a:bare", "b:bare"], { stackFolders: ["/apps/b"] });
  expect(questionOf(head)).toEqual({ kind: "compare", details: {} });
  expect(sourcesOf(head)).toEqual({ from: "stacks", folders: ["/apps/b"] });
  expect(sourcesOf(older(["a:bare"]))).toEqual({ from: "stacks", folders: [] });
});

test("an older run of servers tells by its words how they were joined", () => {
  const head = older(["url:127.0.0.1-80"], { arguments: ["--url=x", "--pin"] }, "external");
  expect(sourcesOf(head)).toEqual({ from: "servers", allowRemote: false, pin: true });
});

test("an older run of bench ab tells by the names of its variants", () => {
  const head = older(["a@base:bare", "a@head:bare"]);
  expect(questionOf(head).kind).toBe("ab");
  expect(sourcesOf(head)).toEqual({ from: "revisions" });
});
