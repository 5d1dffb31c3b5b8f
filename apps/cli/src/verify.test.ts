import { exitCodes } from "@stackbench/terminal";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyVariants } from "./commands/verify.ts";
import { endedHere } from "./testing/bench-here.ts";
import { runBench } from "./testing/run-bench.ts";
import { writeOwnStack } from "./testing/write-own-stack.ts";

/** `bench verify` on folders of other people's: right in every answer, and wrong in how they start or end. */
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "stackbench-verify-"));
});
afterAll(() => rm(root, { recursive: true }));

const server = `
import { createServer } from "node:http";
export const serve = () => createServer((request, response) => {
  if (request.url === "/healthz") return response.end("ok");
  if (request.url !== "/hello") return response.writeHead(404).end();
  if (request.method !== "GET") return response.writeHead(405).end();
  response.setHeader("Content-Type", "text/plain");
  response.end("Hello, world!");
});
const { PORT, HOST } = process.env;
`;

/** Makes a stack folder of what comes after \`server\`, and verifies it. */
async function verify(id: string, rest: string) {
  const folder = join(root, id);
  await mkdir(folder);
  const variants = { bare: { command: ["node", "server.mjs"], server: "node" } };
  const file = {
    title: id,
    language: "JavaScript",
    runtime: "node",
    workloads: ["hello"],
    variants,
  };
  await writeFile(join(folder, "stack.json"), JSON.stringify(file));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: id, type: "module" }));
  await writeFile(join(folder, "server.mjs"), server + rest);
  return await runBench(["verify", folder, "--driver=process"]);
}

test("one that lives and ends as it must is ok, clients that keep connections or not", async () => {
  const { code, stdout } = await verify("well", "serve().listen(PORT, HOST);");
  expect(stdout).toMatch(/^ok +well:bare .*\n1 verified, 0 failed\n$/);
  expect(code).toBe(exitCodes.ok);
});

test("one that waits for its clients before it ends is told so: theirs are kept", async () => {
  const { code, stdout } = await verify(
    "patient",
    `import { createServer as createTcp } from "node:net";
const app = serve();
// As a server that drains: it ends once its last connection has.
const front = createTcp((socket) => app.emit("connection", socket)).listen(PORT, HOST);
process.on("SIGTERM", () => front.close(() => process.exit(0)));
app.keepAliveTimeout = 600_000;`,
  );
  expect(stdout).toContain("FAILED  patient:bare  take-down: SIGTERM did not end it within 5 s");
  expect(code).toBe(exitCodes.failed);
});

test("one that does not hear SIGTERM has failed, whatever it answers", async () => {
  const { code, stdout } = await verify(
    "deaf",
    'serve().listen(PORT, HOST); process.on("SIGTERM", () => {});',
  );
  expect(stdout).toContain("FAILED  deaf:bare  take-down: SIGTERM did not end it within 5 s");
  expect(code).toBe(exitCodes.failed);
});

test("of all stacks one that cannot be read has failed like any other, also where some are drawn", async () => {
  const tree = join(root, "tree");
  await mkdir(join(tree, "stacks", "mine"), { recursive: true });
  await writeFile(join(tree, "stacks", "mine", "stack.json"), '{ "title": ');
  writeOwnStack(join(tree, "stacks", "well"), { bare: "Hello, world!" });
  const verifyAll = async (...switches: string[]) =>
    await endedHere(async () => {
      const values = { driver: "process" };
      const input = { positionals: [], values, switches: new Set(switches), raw: [] };
      return await verifyVariants(input, tree);
    });

  const told = await verifyAll("all");
  expect(told.stdout).toMatch(/^FAILED {2}mine {2}broken: .*stack\.json: expected JSON/);
  expect(told.stdout).toMatch(/\nok +well:bare .*\n1 verified, 1 failed\n$/);
  expect(told.code).toBe(exitCodes.failed);

  const drawn = await verifyAll("cover", "json");
  expect(JSON.parse(drawn.stdout)).toMatchObject({
    variants: [
      { key: "mine", pass: false },
      { key: "well:bare", pass: true },
    ],
  });
  expect(drawn.code).toBe(exitCodes.failed);
});

test.runIf(process.platform === "linux")(
  "one that goes into the background is named, and nothing of it is left",
  async () => {
    const { code, stdout } = await verify(
      "daemon",
      `import { spawn } from "node:child_process";
if (process.argv[2] === "child") serve().listen(PORT, HOST);
else {
  const env = { HOST, PORT };
  spawn(process.execPath, ["server.mjs", "child"], { detached: true, stdio: "ignore", env }).unref();
  setTimeout(() => process.exit(0), 300);
}`,
    );
    expect(code).toBe(exitCodes.failed);
    const left = /left node server\.mjs child \(pid (\d+)\) in the background/.exec(stdout);
    expect(stdout).toMatch(/^FAILED {2}daemon:bare /);
    expect(left).not.toBeNull();
    // One that has ended and waits for its parent has no command line any more.
    expect(await readFile(`/proc/${left![1]}/cmdline`, "utf8").catch(() => "")).toBe("");
  },
);
