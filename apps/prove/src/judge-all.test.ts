import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { judgeAllCommand } from "./judge-all.ts";
import { proofCommand } from "./proof.ts";
import { runNamed } from "./run-named.ts";

let folder = "";
let shown: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stackbench-figures-"));
  shown = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => shown.push(text.toString()) > 0);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Claims that the sum of its figures is at least 3. */
const proofs = ["sum", "other"].map((name) =>
  proofCommand<{ value: number }, { least: number }>({
    name,
    summary: "figures sum up",
    options: {},
    version: 2,
    read: ({ switches }) => ({ least: switches.has("short") ? 1 : 3 }),
    measure: () => Promise.reject(new Error("expected to judge, and was told to measure")),
    judge: ({ trials }, { least }) => ({
      text: "",
      targets: [
        { name: "sum", value: trials.reduce((sum, { value }) => sum + value, 0), atLeast: least },
      ],
      figures: {},
    }),
  }),
);

/** As another machine has left it. */
function file(name: string, values: readonly number[], version = 2): void {
  const lines = [
    { type: "head", proof: name, version, fingerprint: { cpuModel: "another" }, settings: {} },
    ...values.map((value) => ({ type: "trial", at: "then", commit: "c", value })),
  ];
  writeFileSync(
    join(folder, `${name}.jsonl`),
    lines.map((one) => `${JSON.stringify(one)}\n`).join(""),
  );
}

async function judge(): Promise<{ code: number; lines: string[] }> {
  shown = [];
  const code = await runNamed("prove", [judgeAllCommand(proofs)], ["--judge", `--out=${folder}`]);
  const text = shown.join("").replaceAll(`${folder}/`, "");
  return {
    code,
    lines: text
      .trimEnd()
      .split("\n")
      .map((line) => line.replaceAll(/ {2,}/g, "  ")),
  };
}

test("all that is on file is judged, wherever it was measured, and what misses is told", async () => {
  file("sum", [1, 2]);
  expect(await judge()).toEqual({
    code: 0,
    lines: ["pass  sum  sum.jsonl, 2 trials", "nothing on file  other"],
  });
  file("other-of-a-stack", [1]);
  expect(await judge()).toEqual({
    code: 1,
    lines: [
      "pass  sum  sum.jsonl, 2 trials",
      "MISS  other-of-a-stack  other-of-a-stack.jsonl, 1 trials",
      "  MISS  sum: 1 (at least 3)",
    ],
  });
});

test("figures of an older version are not passed, and say so", async () => {
  file("sum", [5], 1);
  expect(await judge()).toEqual({
    code: 1,
    lines: [
      "MISS  sum  sum.jsonl, 1 trials",
      "  MISS  figures on file: not known: written by version 1 of this proof, which is 2 today: hold it anew with --restart (at least 1)",
      "nothing on file  other",
    ],
  });
});

test("figures of a proof that is no more are history, and nothing on file passes nothing", async () => {
  file("gone", [1]);
  expect(await judge()).toEqual({
    code: 1,
    lines: ["nothing on file  sum", "nothing on file  other", "retired  gone  gone.jsonl"],
  });
  file("sum", [3]);
  expect((await judge()).code).toBe(0);
});

test("one proof judges its own file, and measures nothing", async () => {
  const [sum] = proofs;
  const run = (short: boolean, ...more: string[]) =>
    sum!.run({
      positionals: [],
      values: { out: folder },
      switches: new Set(["judge", ...(short ? ["short"] : []), ...more]),
      raw: [],
    });
  await expect(run(false)).rejects.toThrow("expected figures to judge, got nothing on file");
  file("sum", [2]);
  expect(await run(false)).toBe(1);
  expect(await run(true)).toBe(0);
});

test("the figures of a short form are kept where nobody knows: their folder has to be named", async () => {
  const switches = new Set(["judge", "short"]);
  const asked = proofs[0]!.run({ positionals: [], values: {}, switches, raw: [] });
  await expect(asked).rejects.toThrow("expected --out=<folder>");
});
