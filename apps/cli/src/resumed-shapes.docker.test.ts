import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RowsJson } from "@stackbench/report";
import { afterAll, expect, test } from "vitest";
import { leftovers } from "./testing/leftovers.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const out = temporaryResults();
const tag = "stackbench-test/resumed:1";
afterAll(() => execFileSync("docker", ["image", "rm", "--force", tag], { stdio: "ignore" }));

const quick = ["--rounds=2", "--duration=0.3", "--warmup=0.1", "--no-calibration", `--out=${out}`];

const dockerfile = `ARG NODE_IMAGE=node:24-trixie-slim
FROM \${NODE_IMAGE}
COPY serve.js /app/
CMD ["node", "/app/serve.js"]
`;
const server = `process.on("SIGTERM", () => process.exit(0));
require("node:http").createServer((_, response) => response.end("x")).listen(process.env.PORT);
`;

/** Starts it, kills it after its first window, and goes on by the number of the run alone. */
async function killAndResume(...words: string[]) {
  const first = await runBench(["shapes", ...words, "--shape=bare", ...quick], (stderr, kill) => {
    if (stderr.includes("[1/2]")) kill("SIGKILL");
  });
  expect(first.code, first.stderr).toBeNull();
  const [, runId] = /^run (\S+)$/m.exec(first.stderr) ?? [];
  const second = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
  expect(heldCodes, second.stderr).toContain(second.code);
  const told = JSON.parse(second.stdout) as RowsJson & { recipe: { command: string } };
  expect(told.rows.map(({ windows }) => windows.measured)).toEqual([2]);
  expect(leftovers()).toEqual([]);
  return told.recipe.command;
}

test("a killed run of a folder, and one of an image, go on where they were and conclude as shapes", async () => {
  const folder = join(out, "resumed-app");
  mkdirSync(folder);
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  writeFileSync(join(folder, "serve.js"), server);
  expect(await killAndResume(folder)).toMatch(/^docker run .* resumed-app$/);

  const list = ["image", "ls", "--format={{.ID}}", "stackbench/stack-resumed-app"];
  const [id] = execFileSync("docker", list, { encoding: "utf8" }).split("\n");
  execFileSync("docker", ["tag", id!, tag]);
  expect(await killAndResume(`--image=${tag}`)).toMatch(
    /^docker run .* stackbench-test\/resumed:1$/,
  );
});
