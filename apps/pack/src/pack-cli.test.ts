import { execFile, type ExecFileException } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCatalog, repositoryRoot } from "@stackbench/session";
import { packCli } from "./pack-cli.ts";
import { installPackage } from "./testing/install-package.ts";

/** The package as people get it: made, installed by npm into an empty folder, and used there. */
const patienceMs = 180_000;
const execute = promisify(execFile);

let place: string;
/** Of somebody who has no checkout. */
let folder: string;
let tarball: string;
let app: ReturnType<typeof createServer>;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "stackbench-pack-"));
  folder = join(place, "somewhere");
  await mkdir(folder);
  tarball = await installPackage(place);
  app = createServer((_, response) => response.end("Hello!")).listen(0, "127.0.0.1");
  await once(app, "listening");
}, patienceMs);
afterAll(async () => {
  app.close();
  await rm(place, { recursive: true });
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the installed command there, by the Node of the tests. */
async function use(...args: readonly string[]): Promise<Ended> {
  const program = join(place, "node_modules/.bin/stackbench");
  const PATH = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  // As `pnpm` would leave it: the package's folder is where it is started, whatever started that.
  const env = { ...process.env, PATH, INIT_CWD: repositoryRoot };
  try {
    return { code: 0, ...(await execute(program, [...args], { cwd: folder, env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as ExecFileException & Ended;
    return { code, stdout, stderr };
  }
}

test("tells which program it is, and is called by its own name", async () => {
  const manifest = await readFile(join(repositoryRoot, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const [told, help] = await Promise.all([use("--version"), use("ab", "--help")]);
  expect(told.stdout, told.stderr).toMatch(
    new RegExp(`^stackbench ${RegExp.escape(version)} \\(([0-9a-f]{40}|commit not known)`),
  );
  expect(help.stdout).toContain("stackbench ab --base=main");
  expect(help.stdout).not.toContain("pnpm");
});

test(
  "is a package for npx by its absolute path, which without `file:` were a program",
  async () => {
    const words = ["--yes", "--prefer-offline", "--omit=optional", `file:${tarball}`, "--version"];
    const { stdout } = await execute("npx", words, { cwd: folder });
    expect(stdout).toMatch(/^stackbench \d/);
  },
  patienceMs,
);

test("has the stacks of the checkout, in the same shapes", async () => {
  const { stacks } = await loadCatalog(repositoryRoot);
  const { stdout, stderr } = await use("list", "--json");
  const listed = JSON.parse(stdout) as { stacks: { id: string; variants: { id: string }[] }[] };
  const shapesOf = (all: readonly { id: string; variants: readonly { id: string }[] }[]) =>
    all.map(({ id, variants }) => [id, variants.map((variant) => variant.id)]);
  expect(shapesOf(listed.stacks), stderr).toEqual(shapesOf(stacks));
});

test(
  "measures a server that runs, and keeps the run in the folder where it is used",
  async () => {
    const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/greeting`;
    const quick = ["--rounds=1", "--connections=4", "--duration=0.3", "--warmup=0"];
    const measured = await use("run", `--url=${url}`, "--no-calibration", "--json", ...quick);
    const { runId, rows } = JSON.parse(measured.stdout) as Measured;
    expect(rows, measured.stderr).toHaveLength(1);
    // Windows of a fraction of a second may be invalid on a busy machine: what counts is that each was held.
    expect(["measured", "invalid"]).toContain(rows[0]!.status);
    const kept = join(folder, ".stackbench");
    expect(await readFile(join(kept, ".gitignore"), "utf8")).toBe("*\n");
    const page = await readFile(join(kept, "results", runId, "report.html"), "utf8");
    expect(page).toContain(`<code>stackbench --url=${url} `);
    expect(page.length).toBeGreaterThan(100_000);
    const shown = await use("report", runId, "--json");
    expect((JSON.parse(shown.stdout) as Measured).rows, shown.stderr).toEqual(rows);
  },
  patienceMs,
);

interface Measured {
  runId: string;
  rows: { status: string }[];
}

test(
  "brings its own servers up as local processes, and says which stacks it cannot",
  async () => {
    const examined = await use("doctor", "--driver=process");
    expect(examined.stdout, examined.stderr).toContain("as read back inside a sitting");
    const refused = await use("run", "--driver=process", "--stack=fastify:bare");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("in a checkout of the repository alone: --driver=docker");
    const revisions = await use("ab", "--base=HEAD", "--stack=fastify:bare");
    expect(revisions.stderr).toContain("--stack=./its-folder");
  },
  patienceMs,
);

test("has every program that is looked for, by its name", async () => {
  const files = globSync("packages/*/src/**/*.ts", { cwd: repositoryRoot });
  const texts = await Promise.all(
    files.map((file) => readFile(join(repositoryRoot, file), "utf8")),
  );
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\bownProgram\(\s*"([^"]+)"/g)].map((match) => `${match[1]}.mjs`),
  );
  expect(names.length).toBeGreaterThan(4);
  const programs = await readdir(join(place, "node_modules/stackbench/programs"));
  expect(programs).toEqual(expect.arrayContaining(names));
});

test("says which Node it needs to who has an older one", async () => {
  const program = join(place, "node_modules/stackbench/bin/stackbench.cjs");
  const startedBy = async (node: string): Promise<string> => {
    const pretence = `Object.defineProperty(process, "versions", { value: { node: "${node}" } })`;
    const words = ["--import", `data:text/javascript,${encodeURIComponent(pretence)}`, program];
    const failure = await execute(process.execPath, words).then(
      () => "",
      (error: ExecFileException) => `${error.code}: ${error.stderr}`,
    );
    return failure;
  };
  expect(await startedBy("20.19.0")).toBe(
    "4: stackbench: expected Node 22.15 or newer, got 20.19.0\n",
  );
  expect(await startedBy("22.20.0")).toMatch(/^4: .*expected Node 24.*--include=optional/);
});

test(
  "the same checkout gives the same bytes",
  async () => {
    const hashOf = async (path: string) =>
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
    expect(await hashOf(await packCli(join(place, "again")))).toBe(await hashOf(tarball));
  },
  patienceMs,
);

test("hands on the licences of what is in it", async () => {
  const text = await readFile(join(place, "node_modules/stackbench/THIRD-PARTY.txt"), "utf8");
  const parts = text.split(/^-{80}$/m).slice(1);
  const named = (name: string) => parts.filter((part) => part.trim().startsWith(`${name} `));
  for (const name of ["zod", "autocannon", "@observablehq/plot", "execa"]) {
    const found = named(name);
    expect(
      found.map((part) => /permission/i.test(part)),
      name,
    ).toEqual([true]);
  }
  expect(text).not.toContain("@stackbench/");
});
