import { useOwnRepository } from "@stackbench/experiments/testing";
import { git } from "@stackbench/experiments";
import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { runBench } from "./testing/run-bench.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";
import { writeFolder } from "./testing/write-folder.ts";

/** The program as people run it, on local processes. Checking out and installing take their time. */
const patienceMs = 300_000;

beforeAll(useOwnRepository);

let out: string;
const ownTemporary = process.env["TMPDIR"];
beforeAll(async () => {
  out = await realpath(await mkdtemp(join(tmpdir(), "ab-test-")));
  // Other tests check commits out at the same time: what is left here is ours.
  process.env["TMPDIR"] = out;
});
afterAll(async () => {
  if (ownTemporary === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = ownTemporary;
  await rm(out, { recursive: true });
});

const quick = [
  "--driver=process",
  "--rounds=2",
  "--duration=0.5",
  "--warmup=0",
  "--seed=7",
  "--no-calibration",
];
const own = ["ab", "--base=HEAD", "--head=HEAD", "--stack=node-http", ...quick];

/** What the programs started here left in their folder for temporary files, or registered with git. */
async function leftWorktrees(): Promise<string[]> {
  const registered = (await git(["worktree", "list", "--porcelain"])).split("\n");
  const folders = await readdir(out);
  return [
    ...registered.filter((line) => line.includes(out)),
    ...folders.filter((name) => name.startsWith("stackbench-ab-")),
  ];
}

interface Sides {
  base: object | null;
  head: object | null;
}

test(
  "a commit against itself is measured in three arms, and two rounds resolve nothing",
  async () => {
    const markdown = join(out, "comment.md");
    const args = [...own, "--json", `--out=${out}`, `--markdown=${markdown}`];
    const { code, stdout, stderr } = await runBench(args);
    const result = JSON.parse(stdout) as {
      runId: string;
      outcome: string;
      variant: string;
      cases: { head: Sides; control: Sides }[];
    };
    expect(result.variant).toBe("node-http:bare");
    expect(result.cases).toHaveLength(1);
    // On a machine that spoils every window of an arm nothing is measured.
    const [only] = result.cases;
    const isMeasured = only!.head.base && only!.head.head && only!.control.head;
    expect([code, result.outcome], stderr).toEqual(isMeasured ? [0, "unresolved"] : [1, "failed"]);
    expect(await readFile(markdown, "utf8")).toMatch(
      new RegExp(`^### ${result.outcome.toUpperCase()}: node-http:bare at HEAD`),
    );
    const journal = await readFile(join(out, result.runId, "journal.jsonl"), "utf8");
    for (const arm of ["base", "base-again", "head"]) {
      expect(
        journal.match(new RegExp(`"type":"window".*"node-http@${arm}:bare"`, "g")),
      ).toHaveLength(2);
    }
    expect(await leftWorktrees()).toEqual([]);
    // One tree is enough for both.
    expect(stderr.match(/checking HEAD/g)).toHaveLength(1);
    // The trees are gone, and the run still knows what was compared.
    const report = await benchHere(["report", "--json", result.runId, `--out=${out}`]);
    expect((JSON.parse(report.stdout) as { conclusion: object }).conclusion).toEqual(result);
  },
  patienceMs,
);

test(
  "a dry run tells the plan, what would be made for it and how long it takes, and leaves nothing",
  async () => {
    const args = ["ab", "--base=HEAD", "--stack=node-http", "--driver=process", "--seed=7"];
    const where = join(out, "dry");
    const { code, stdout, stderr } = await runBench([...args, "--dry-run", `--out=${where}`]);
    expect(code, stderr).toBe(0);
    const { seed, experiment } = JSON.parse(stdout) as Plan;
    expect(seed).toBe(7);
    expect(experiment.protocol.name).toBe("pr");
    expect(experiment.variants).toEqual([
      "node-http@base:bare",
      "node-http@base-again:bare",
      "node-http@head:bare",
    ]);
    expect(stderr).toMatch(/^would install node-http of HEAD/m);
    expect(stderr).not.toMatch(/^installing/m);
    expect(stderr).toMatch(/^time {8}\d/m);
    expect(await leftWorktrees()).toEqual([]);
    expect(await readdir(out)).not.toContain("dry");
  },
  patienceMs,
);

interface Plan {
  seed: number;
  experiment: { variants: string[]; protocol: { name: string } };
}

test(
  "profile takes two revisions too",
  async () => {
    const revisions = ["--base=HEAD", "--head=HEAD", "--stack=node-http", `--out=${out}`];
    const args = ["profile", ...revisions, ...quick, "--rounds=1", "--duration=1", "--json"];
    const { stdout, stderr } = await runBench(args);
    const { variant, profiles } = JSON.parse(stdout) as Profiled;
    expect(variant, stderr).toBe("node-http:bare");
    expect(profiles.map((one) => one.variant)).toEqual([
      "node-http@base:bare",
      "node-http@head:bare",
    ]);
    expect(await leftWorktrees()).toEqual([]);
  },
  patienceMs,
);

interface Profiled {
  variant: string;
  profiles: { variant: string }[];
}

test.each([["installing"], ["[1/6]"]])(
  "Ctrl-C at %s leaves no worktree",
  async (moment) => {
    let isInterrupted = false;
    const { code, stdout } = await runBench([...own, `--out=${out}`], (stderr, kill) => {
      if (isInterrupted || !stderr.includes(moment)) return;
      isInterrupted = true;
      kill("SIGINT");
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(await leftWorktrees()).toEqual([]);
  },
  patienceMs,
);

test.each([
  [["--stack=node-http"], /expected --base=/],
  [["--base=HEAD"], /expected --stack=/],
  [["--base=HEAD", "--stack=node-htp"], /did you mean node-http\?/],
  [["--base=HEAD", "--stack=node-http", "--workload=helo"], /did you mean hello\?/],
  [["--base=no-such-ref", "--stack=node-http"], /expected a git ref or an image/],
  [["--base=HEAD", "--stack=node-http", "--fail-on=tie"], /--fail-on: expected one of/],
  [["--base=HEAD", "--stack=node-http", "--order=sequential"], /unknown option --order/],
  [["--base=HEAD", "--stack=aiohttp", "--driver=process"], /aiohttp@base:\w+: runs on python/],
])("ab %j is wrong usage", async (args, message) => {
  expect(await usageErrorOf(["ab", ...args, `--out=${out}`])).toMatch(message);
});

test.each(["process", "swarm"])(
  "ab of an app as it is refuses --driver=%s rather than measuring it elsewhere",
  async (driver) => {
    const folder = writeFolder(join(out, `own-${driver}`), { "app.py": "app = Flask(__name__)\n" });
    await git(["init", "--quiet"], { root: folder });
    const words = ["ab", "--base=HEAD", `--stack=${folder}`, `--driver=${driver}`, `--out=${out}`];
    expect(await usageErrorOf(words)).toMatch(
      `--driver=${driver}: expected docker, for an app as it is needs containers of one machine`,
    );
  },
);
