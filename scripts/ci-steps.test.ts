import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProcess } from "../packages/host/src/index.ts";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "stackbench-steps-"));
afterAll(() => rmSync(folder, { recursive: true }));
const noted = (name: string) => Number(readFileSync(join(folder, name), "utf8"));

/** What a script of these steps prints and ends with, sent the signal once it has printed `at`. */
async function run(steps: string, signal?: { name: NodeJS.Signals; at: string }) {
  const script = `set -uo pipefail; cd ${folder}; source ${join(import.meta.dirname, "../.ci/steps")}\n${steps}`;
  const child = spawn("bash", ["-c", script], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      if (!printed.includes(signal?.at ?? "\0") && (printed + text).includes(signal?.at ?? "\0")) {
        child.kill(signal!.name);
      }
      printed += text;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, printed, lines: printed.trimEnd().split("\n") };
}

test("each step has its two lines, what failed is told again, and the last line counts", async () => {
  const { code, printed, lines } = await run(`
    begin aside "beside" bash -c "echo done meanwhile; echo 'retried: one of them'"
    group_beside=$group
    step "good" true
    step "bad" bash -c "echo the reason; exit 3"
    step "beside" shown "beside" "$group_beside"
  `);
  expect(code).toBe(1);
  expect(lines.filter((line) => /^(==>|<==)/.test(line))).toEqual([
    "==> good",
    expect.stringMatching(/^<== good: passed in \d+ s, CPUs \d+ % busy$/),
    "==> bad",
    expect.stringMatching(/^<== bad: FAILED in /),
    "==> beside",
    expect.stringMatching(/^<== beside: passed in /),
  ]);
  expect(printed).toContain("done meanwhile\n");
  expect(printed).toMatch(/failed: bad; its last lines:\nthe reason\n/);
  expect(printed).toMatch(/what was tried again, or skipped:\nretried: one of them\n/);
  expect(lines.at(-1)).toBe("2 passed, 1 failed");
});

test("what is carried out aside and fails, or is ended, is a failed step", async () => {
  const { code, printed, lines } = await run(`
    begin aside "fails" bash -c "echo why; exit 2"
    step "fails" shown "fails" "$group"
    begin aside "ends" bash -c "kill -KILL -- -\\$(ps -o pgid= -p \\$\\$ | tr -d ' ')"
    step "ends" shown "ends" "$group"
  `);
  expect(code).toBe(1);
  expect(printed).toContain("why\n");
  expect(printed).toContain("it was ended in its midst");
  expect(lines.at(-1)).toBe("0 passed, 2 failed");
});

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
  ["SIGHUP", 129],
] as const)(
  "%s ends what runs, each in order, before the script says what there was, with code %i",
  async (name, expected) => {
    // As the cluster of a test: it takes its time to take down what it has.
    const inOrder = `trap 'sleep 0.3; echo 1 > in-order-${name}; exit 143' TERM; echo $$ > aside-${name}; while :; do sleep 0.1; done`;
    const { code, printed, lines } = await run(
      `
    begin aside "beside" bash -c ${JSON.stringify(inOrder.replaceAll("$", "\\$"))}
    until [ -s aside-${name} ]; do sleep 0.05; done
    step "first" true
    step "long" bash -c "echo \\$\\$ > step-${name}; echo under way; sleep 60 & wait"
    step "never" true
  `,
      { name, at: "under way" },
    );
    expect(code, printed).toBe(expected);
    expect(noted(`in-order-${name}`)).toBe(1);
    for (const who of ["aside", "step"]) {
      expect(readProcess(noted(`${who}-${name}`)), who).toBeUndefined();
    }
    expect(printed).not.toContain("==> never");
    expect(lines.slice(-2)).toEqual([
      `ended in the midst of "long", with ${expected}`,
      "1 passed, 0 failed",
    ]);
  },
);
