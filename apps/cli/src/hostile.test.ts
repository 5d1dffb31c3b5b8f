import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { runBench, type Ended } from "./testing/run-bench.ts";
import { testedName } from "./testing/tested-program.ts";

/** A stack that attacks whoever looks at its results, and a run file of somebody else: the program as people run it. */
const attack = "##[error]x\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\rFASTER: by far";
const server = `
console.error(${JSON.stringify(attack)});
console.error("::error::x");
console.error("\`\`\`\\n\\n# FASTER\\n\\n<img src=http://other/x.png>");
process.exit(7);
`;
const stack = {
  title: "Title",
  language: "JavaScript",
  runtime: "node",
  workloads: ["hello"],
  variants: { bare: { command: ["node", "server.mjs"], server: "node" } },
};

let folder: string;
let out: string;
let ran: Ended;
let runFolder: string;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), "stackbench-hostile-"));
  [folder, out] = [join(root, "hostile"), join(root, "results")];
  await mkdir(folder);
  await writeFile(join(folder, "stack.json"), JSON.stringify(stack));
  await writeFile(join(folder, "server.mjs"), server);
  ran = await runBench([
    "--driver=process",
    `--stack=${folder}`,
    "--rounds=1",
    "--duration=0.5",
    "--warmup=0",
    "--no-calibration",
    `--out=${out}`,
  ]);
  const [, runId] = /^run (\S+)$/m.exec(ran.stderr) ?? [];
  runFolder = join(out, runId ?? "none");
}, 120_000);
afterAll(() => rm(join(folder, ".."), { recursive: true, force: true }));

/** No control character but line feeds, nothing that turns text around, no line that begins with what others wrote. */
function expectHarmless(...texts: string[]): void {
  for (const text of texts) {
    expect(text).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u);
    expect(text).not.toMatch(/^(?:FASTER|# FASTER)/m);
  }
}

/** Nor what GitHub takes for a command in the log of a job. */
function expectShown(...texts: string[]): void {
  for (const text of texts) {
    expectHarmless(text);
    expect(text).not.toMatch(/^\s*::|##\[/m);
  }
}

test.each([
  { ...stack, title: `Title ${attack}` },
  { ...stack, variants: { bare: { ...stack.variants.bare, server: `=1+1|<b>\n${attack}` } } },
])("a stack.json that attacks is refused, and obeyed by nobody's terminal", async (hostile) => {
  const attacking = join(out, "..", "attacking");
  await mkdir(attacking, { recursive: true });
  await writeFile(join(attacking, "stack.json"), JSON.stringify(hostile));
  const { code, stdout, stderr } = await benchHere(["list", attacking]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/expected/);
  expectShown(stderr);
});

test("a log obeys nobody's terminal", async () => {
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain("FAILED at");
  expectShown(ran.stdout, ran.stderr);
  for (const args of [
    ["verify", folder, "--driver=process"],
    ["list", folder],
  ]) {
    const { stdout, stderr } = await runBench(args);
    expect(stdout).toContain("hostile");
    expectShown(stdout, stderr);
  }
});

test("nor do they write the table's Markdown, or formulas", async () => {
  const markdown = await readFile(join(runFolder, "table.md"), "utf8");
  const csv = await readFile(join(runFolder, "windows.csv"), "utf8");
  expect(markdown).toContain("FASTER");
  expectHarmless(csv, await readFile(join(runFolder, "run.json"), "utf8"));
  const outside = markdown.replaceAll(/^(`{4,})text\n[^]*?\n\1$/gm, "");
  expectHarmless(outside);
  expect(outside).not.toMatch(/(?<!\\)[<`]/);
});

test("--json is the same value, and as harmless", async () => {
  const { stdout } = await benchHere(["report", runFolder, "--json"]);
  const { rows } = JSON.parse(stdout) as { rows: { failure: { logLines: string[] } }[] };
  expect(rows[0]!.failure.logLines.join("\n")).toContain("\u001b]0;owned");
  expectShown(stdout);
});

describe("a run file of somebody else", () => {
  /** The run as it would be with every name of its variant made an attack. */
  async function foreign(name: string, change: (text: string) => string): Promise<string> {
    const text = await readFile(join(runFolder, "run.json"), "utf8");
    await mkdir(join(out, name));
    await writeFile(join(out, name, "run.json"), change(text));
    return join(out, name, "run.json");
  }
  const asJson = JSON.stringify(`${attack}<img src=x>`).slice(1, -1);

  test("is reported and compared without obeying it", async () => {
    const path = await foreign("other", (text) =>
      text.replaceAll("hostile:bare", `hostile:bare${asJson}`),
    );
    const markdown = join(out, "comparison.md");
    const compared = ["compare", path, path, "--force", `--markdown=${markdown}`];
    for (const args of [["report", path], compared]) {
      const { stdout, stderr } = await benchHere(args);
      expect(stdout).toContain("hostile:bare");
      expectShown(stdout, stderr);
    }
    expect(await readFile(markdown, "utf8")).toContain(String.raw`\<img src=x\>`);
    expectHarmless(await readFile(markdown, "utf8"));
  });

  test.each([["../../elsewhere"], ["x; touch /tmp/owned"], ["-x"], ["a\\u001b[2J"]])(
    "with the id %s is refused",
    async (id) => {
      const name = `bad-${id.length}`;
      const path = await foreign(name, (text) =>
        text.replace(/"runId": "[^"]*"/, () => `"runId": "${id}"`),
      );
      const { code, stdout, stderr } = await benchHere(["report", path]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/runId/);
      expectShown(stderr);
    },
  );

  test("of an older stackbench hands nobody a command to copy", async () => {
    const path = await foreign("older", (text) => {
      const record = JSON.parse(text) as {
        arguments: string[];
        plan: { experiment: { protocol?: unknown } };
      };
      record.arguments = ["--stack=a;touch /tmp/owned", "$(id)"];
      delete record.plan.experiment.protocol;
      return JSON.stringify(record);
    });
    const { code, stderr } = await benchHere(["compare", path, path]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${testedName} run '--stack=a;touch /tmp/owned' '$(id)'`);
  });
});
