import { execFile, execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "@stackbench/session";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeGitHub } from "./testing/fake-github.ts";

/** Both programs as the runner starts them, on a repository of somebody else's and local processes. */
const patienceMs = 300_000;
const branch = "x`@team`<img>#1";
const server = `
import { createServer } from "node:http";
process.on("SIGTERM", () => process.exit(0));
createServer(({ method, url }, response) => {
  const isKnown = ["/hello", "/healthz"].includes(url.split("?")[0]);
  response.statusCode = !isKnown ? 404 : method === "GET" ? 200 : 405;
  response.setHeader("content-type", "text/plain");
  response.end(isKnown ? "Hello, world!" : "");
}).listen({ host: process.env.HOST, port: Number(process.env.PORT) });
`;
const stack = {
  title: "Shop",
  language: "JavaScript",
  runtime: "node",
  workloads: ["hello"],
  variants: { bare: { command: ["node", "server.mjs"], server: "node" } },
};

let home: string;
let root: string;
let variables: Record<string, string>;

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    cwd: root,
    encoding: "utf8",
  }).trim();

async function commit(text: string): Promise<string> {
  await writeFile(join(root, "shop/server.mjs"), text);
  git("add", "--all");
  git("commit", "--quiet", "--message=a change");
  return git("rev-parse", "HEAD");
}

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "action-test-")));
  root = join(home, "checkout");
  await mkdir(join(root, "shop"), { recursive: true });
  git("init", "--quiet");
  await writeFile(join(root, "shop/stack.json"), JSON.stringify(stack));
  const base = await commit(server);
  const head = await commit(`${server}// a comment\n`);
  const event = {
    pull_request: { number: 7, base: { ref: "main", sha: base }, head: { ref: branch, sha: head } },
  };
  await writeFile(join(home, "event.json"), JSON.stringify(event));
  await mkdir(join(home, "tmp"));
  variables = {
    INIT_CWD: root,
    TMPDIR: join(home, "tmp"),
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: join(home, "event.json"),
    GITHUB_OUTPUT: join(home, "output"),
    GITHUB_STEP_SUMMARY: join(home, "summary.md"),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "me/app",
    GITHUB_RUN_ID: "99",
    GITHUB_TOKEN: "token",
  };
});
afterAll(() => rm(home, { recursive: true }));

function runAction(args: readonly string[], more: Record<string, string> = {}) {
  return new Promise<{ code: number | string | null | undefined; stdout: string; stderr: string }>(
    (ended) => {
      execFile(
        process.execPath,
        [join(repositoryRoot, "apps/action/src/main.ts"), ...args],
        { cwd: repositoryRoot, env: { ...process.env, ...variables, ...more } },
        (error, stdout, stderr) => ended({ code: error ? error.code : 0, stdout, stderr }),
      );
    },
  );
}

async function outputs(): Promise<Record<string, string>> {
  const lines = (await readFile(join(home, "output"), "utf8")).trim().split("\n");
  return Object.fromEntries(
    lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

test(
  "a pull request is measured, told and commented on, and leaves nothing behind",
  async () => {
    const quick = [
      "--driver=process",
      "--rounds=2",
      "--duration=0.5",
      "--warmup=0",
      "--no-calibration",
    ];
    const out = `--out=${join(home, "out")}`;
    const measured = await runAction(["measure", "--stack=./shop", ...quick, out]);
    // Two rounds resolve nothing; a machine that spoils every window of an arm has measured nothing.
    expect([0, 1], measured.stderr).toContain(measured.code);
    const { verdict, run, comment } = await outputs();
    expect(verdict).toBe(measured.code === 0 ? "unresolved" : "failed");
    expect(await readdir(run!)).toContain("report.html");
    const text = await readFile(comment!, "utf8");
    expect(text).toMatch(
      /^<!-- stackbench ab [0-9a-f]{16} -->\n### [A-Z]+: shop:bare at [0-9a-f]{10} against/,
    );
    expect(text).toContain("Head: x\\`@&#8203;team\\`\\<img\\>\\#&#8203;1. Base: main.");
    expect(text).toMatch(
      /\npnpm bench ab --base=[0-9a-f]{40} --head=[0-9a-f]{40} --stack=\.\/shop .*--rounds=2/,
    );
    expect(await readFile(join(home, "summary.md"), "utf8")).toBe(text);
    // The trees of both revisions are gone.
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
    expect(await readdir(join(home, "tmp"))).toEqual([]);

    await using github = await FakeGitHub.start();
    const at = { GITHUB_API_URL: github.url };
    expect(await runAction(["comment", out], at)).toMatchObject({ code: 0 });
    const again = await runAction(["comment", out], at);
    expect(again.stderr).toMatch(/^changed the comment: https:/m);
    expect(github.comments.map(({ body }) => body)).toEqual([text]);
    github.mayWrite = false;
    const fork = await runAction(["comment", out], at);
    expect(fork.code).toBe(0);
    expect(fork.stderr).toMatch(
      /^::warning title=stackbench::no comment: PATCH .* 403 Resource not accessible[^\n]*fork[^\n]*\n$/,
    );
  },
  patienceMs,
);

test.each([
  [["measure"], {}, /expected --stack=/],
  [["measure", "--stack=./none"], {}, /expected a folder, found none/],
  [["measure", "--stack=./shop", "--json"], {}, /unknown option --json/],
  [["measure", "--stack=./shop", "--dry-run"], {}, /unknown option --dry-run/],
  [
    ["measure", "--stack=./shop"],
    { GITHUB_EVENT_NAME: "pull_request_target" },
    /runs code of forks/,
  ],
  [["measure", "--stack=./shop"], { GITHUB_EVENT_PATH: "/none" }, /GITHUB_EVENT_PATH=\/none: /],
  [["comment", "--file=/none"], {}, /expected the comment's text/],
  [["tell"], {}, /expected measure or comment, got "tell"/],
] satisfies [string[], Record<string, string>, RegExp][])(
  "%j is wrong usage",
  async (args, more, message) => {
    const { code, stdout, stderr } = await runAction(args, more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  },
);

test.each([
  [
    ["measure", "--stack=./none"],
    /^### stackbench could not measure\n\n.*expected a folder, found none/,
  ],
  [["measure", "--stack=./shop", "--budget=<b>"], /^### stackbench could not measure\n\n.*\\<b\\>/],
  [["comment", "--file=/none"], /^### stackbench could not comment\n\nexpected the comment's text/],
] satisfies [string[], RegExp][])(
  "why %j did nothing stands in the summary",
  async (args, told) => {
    const summary = join(home, `${args.join("").replaceAll(/\W/g, "")}.md`);
    expect(await runAction(args, { GITHUB_STEP_SUMMARY: summary })).toMatchObject({ code: 2 });
    expect(await readFile(summary, "utf8")).toMatch(told);
  },
);

test("for another event there is no comment", async () => {
  await writeFile(join(home, "push.json"), JSON.stringify({ ref: "refs/heads/main" }));
  const more = { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: join(home, "push.json") };
  const { code, stderr } = await runAction(["comment", "--file=/none"], more);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "no comment: this is no job of a pull request\n",
  });
});
