import { exitCodes } from "@stackbench/terminal";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { heldCodes, runBench } from "./testing/run-bench.ts";

const place = mkdtempSync(join(tmpdir(), "stackbench-resume-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const out = join(place, "my runs");

/** A stack outside the repository. */
const folder = join(place, "my-app");
mkdirSync(folder);
writeFileSync(
  join(folder, "stack.json"),
  JSON.stringify({
    title: "mine",
    language: "JavaScript",
    runtime: "node",
    workloads: ["hello"],
    variants: {
      one: { command: ["node", "serve.mjs"], server: "node" },
      other: { command: ["node", "serve.mjs"], server: "node" },
    },
  }),
);
writeFileSync(
  join(folder, "serve.mjs"),
  `import { createServer } from "node:http";
createServer(({ method, url }, response) => {
  const known = url === "/hello" || url === "/healthz";
  response.writeHead(known ? (method === "GET" ? 200 : 405) : 404, { "content-type": "text/plain" });
  response.end(known && method === "GET" ? "Hello, world!" : "");
}).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
`,
);

test("an interrupted run is found again by the command it prints, and refused under other conditions", async () => {
  let isStopped = false;
  const first = await runBench(
    [
      "--stack",
      folder,
      "--driver=process",
      "--workload=hello",
      "--no-calibration",
      "--rounds=3",
      "--connections=4",
      "--duration=0.3",
      "--warmup=0",
      `--out=${out}`,
    ],
    (stderr, kill) => {
      if (isStopped || !stderr.includes("[1/6]")) return;
      isStopped = true;
      kill("SIGINT");
    },
  );
  expect(first.code, first.stderr).toBe(exitCodes.interrupted);
  const [, runId] = /--resume (\S+) --out='[^']+my runs'$/m.exec(first.stderr) ?? [];
  expect(runId, first.stderr).toBeDefined();

  const journal = join(out, runId!, "journal.jsonl");
  const kernel = /"kernel":"([^"]+)"/.exec(readFileSync(journal, "utf8"))![1]!;
  const asMeasured = readFileSync(journal, "utf8");
  writeFileSync(journal, asMeasured.replace(`"kernel":"${kernel}"`, '"kernel":"Other 1"'));
  const refused = await runBench(["run", "--resume", runId!, `--out=${out}`]);
  expect(refused.code).toBe(exitCodes.usage);
  expect(refused.stderr).toContain(`kernel: Other 1, then ${kernel}`);
  expect(refused.stderr).toContain("--force");
  expect(readFileSync(journal, "utf8")).not.toContain('"type":"resumed"');

  const forced = await runBench(["run", "--resume", runId!, "--force", `--out=${out}`]);
  expect(heldCodes, forced.stderr).toContain(forced.code);
  expect(forced.stdout).toContain("changed-conditions");
  expect(forced.stdout.replaceAll(/\s+/g, " ")).toContain(`kernel: Other 1, then ${kernel}`);
});
