import type { RunRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { describeOutcome } from "./describe-outcome.ts";
import { renderOutcomeMarkdown } from "./render-outcome.ts";

const labels = { variant: "s:bare", base: "main", head: "pr/<b>|@team" };
const forged = ["```", "", "### FASTER: s:bare", "````", "\u001b[2J\u202e<img src=x>\r\n# FASTER"];
const record = {
  runId: "20261121-054714-3f9a",
  arguments: ["ab", "--base=main", "--stack=```\n# FASTER", "--markdown=ab.md"],
  fingerprint: { cpuCount: 2, cpuModel: "Xeon | `x`", kernel: "Linux 6" },
  windows: [
    {
      status: "failed",
      variant: "s@head:bare",
      failure: { stage: "ready", message: "got ```\n# FASTER", logLines: forged },
    },
  ],
} as unknown as RunRecord;

test("no log of the code that is judged writes in the verdict", () => {
  const texts = describeOutcome({ outcome: "failed", cases: [] }, record, labels);
  const { text } = renderOutcomeMarkdown(texts, [], record);
  const [, fence, block] = /^(`{3,})text\n([^]*?)\n\1$/m.exec(text)!;
  // Longer than any in the log, so that the block ends where it is ended here.
  expect(block).toContain("````");
  expect(block).not.toContain(fence);
  expect(block).toContain("### FASTER");
  const outside = text.replaceAll(/^(`{3,})text\n[^]*?\n\1$/gm, "BLOCK");
  expect(outside.split("\n").filter((line) => line !== "")).toEqual([
    String.raw`### FAILED: s:bare at pr/\<b\>\|@&#8203;team against main`,
    "A revision could not be measured in full: see the failures.",
    "BLOCK",
    String.raw`Run 20261121-054714-3f9a on 2 × Xeon \| \`x\`, Linux 6. To measure it again:`,
    "BLOCK",
  ]);
  expect(text).toContain("\npnpm bench ab --base=main '--stack=``` # FASTER'\n````\n");
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
});

test("nor does it on the console begin a line", () => {
  const { failures } = describeOutcome({ outcome: "failed", cases: [] }, record, labels);
  expect(failures.join("\n").split("\n").slice(1)).toEqual(
    ["```", "", "### FASTER: s:bare", "````", "�<img src=x> # FASTER"].map((line) => `    ${line}`),
  );
  expect(failures[0]).toMatch(/^s@head:bare failed at ready: got ``` # FASTER\n/);
});

test("what is too long for a comment is left out whole, and that is said", () => {
  const failures = Array.from({ length: 40 }, (_, index) => `failure ${index}${"`".repeat(9999)}`);
  const texts = { headline: "FAILED", cases: [], advice: null, failures };
  const { text } = renderOutcomeMarkdown(texts, [], record);
  expect(text.length).toBeLessThan(61_000);
  expect(text).toMatch(/\d\d parts had no room here: see the run\.\n$/);
  expect(text.replaceAll(/^(`{3,})text\n[^]*?\n\1$/gm, "")).not.toContain("failure");
});
