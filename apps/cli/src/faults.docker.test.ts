import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RowsJson } from "@stackbench/report";
import { expect, test } from "vitest";
import { leftovers } from "./testing/leftovers.ts";
import { held } from "./testing/quick-rows.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const faulty = join(import.meta.dirname, "testing/faulty");
const out = temporaryResults();

const quick = [
  "--driver=docker",
  "--duration=0.3",
  "--warmup=0.2",
  "--ready-timeout=4",
  "--no-calibration",
];

test("every fault is a row that says what happened, stops nobody, and leaves nothing behind", async () => {
  const { code, stdout } = await runBench([
    `--stack=${faulty}`,
    "--rounds=1",
    "--memory=160m",
    "--json",
    `--out=${out}`,
    ...quick,
  ]);
  const { rows } = JSON.parse(stdout) as RowsJson;
  const said = Object.fromEntries(
    rows.map((row) => [row.variant, `${row.failure?.stage}: ${row.failure?.message}`]),
  );
  expect(said["never-ready"]).toMatch(/^ready: .*503/);
  expect(said["wrong-answer"]).toMatch(/^verify: GET \/hello: expected .*world.*got .*wurld/);
  expect(said["exits-at-start"]).toMatch(/^ready: app exited with code 7 before it was ready/);
  expect(said["exits-under-load"]).toMatch(/: app exited with code 3 under load/);
  expect(said["out-of-memory"]).toMatch(/: app .*killed for memory \(limit 160 MiB\)/);
  expect(said["port-taken"]).toMatch(/^ready: app exited with code 1 before it was ready/);
  expect(said["socket-taken"]).toMatch(/^ready: app exited with code 1 before it was ready/);
  const logs = Object.fromEntries(
    rows.map((row) => [row.variant, row.failure?.logLines.join("\n")]),
  );
  expect(logs["exits-at-start"]).toContain("no licence found");
  expect(logs["port-taken"]).toContain("EADDRINUSE");
  expect(logs["socket-taken"]).toContain("EADDRINUSE");
  const fine = rows.find((row) => row.variant === "fine");
  expect(held(fine!.status)).toBe("measured");
  expect(code).toBe(1);
  expect(leftovers()).toEqual([]);
});

test("Ctrl-C takes the containers down; the run can be resumed", async () => {
  const before = await readdir(out);
  let interrupted = false;
  const first = await runBench(
    ["--stack=nginx:one", "--rounds=3", `--out=${out}`, ...quick],
    (stderr, kill) => {
      if (!interrupted && stderr.includes("[1/3]")) {
        interrupted = true;
        kill("SIGINT");
      }
    },
  );
  expect(first.code).toBe(130);
  expect(leftovers()).toEqual([]);
  const runId = (await readdir(out)).find((name) => !before.includes(name));
  const second = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
  const { rows } = JSON.parse(second.stdout) as RowsJson;
  expect(rows.map(({ windows }) => windows.measured)).toEqual([3]);
});

test("what SIGKILL leaves is removed by the next start, and the run can be resumed", async () => {
  const before = await readdir(out);
  const first = await runBench(
    ["--stack=nginx:one", "--rounds=3", `--out=${out}`, ...quick],
    (stderr, kill) => {
      if (stderr.includes("[1/3]")) kill("SIGKILL");
    },
  );
  expect(first.code).toBeNull();
  const runId = (await readdir(out)).find((name) => !before.includes(name));
  const second = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
  expect(heldCodes).toContain(second.code);
  const { rows } = JSON.parse(second.stdout) as RowsJson;
  expect(rows.map(({ windows }) => windows.measured)).toEqual([3]);
  expect(leftovers()).toEqual([]);
});

test("Ctrl-C twice stops at once; clean removes what is left", async () => {
  let sent = 0;
  const { code } = await runBench(
    ["--stack=nginx:one", "--rounds=3", `--out=${out}`, ...quick],
    (stderr, kill) => {
      if (sent === 0 && stderr.includes("[1/3]")) {
        sent++;
        kill("SIGINT");
      } else if (sent === 1 && stderr.includes("again to stop at once")) {
        sent++;
        kill("SIGINT");
      }
    },
  );
  expect(code).toBe(130);
  expect((await runBench(["clean"])).code).toBe(0);
  expect(leftovers()).toEqual([]);
});

test("an engine that is not there is told, with what to do", async () => {
  const ended = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
    process.env["DOCKER_HOST"] = "unix:///nowhere/docker.sock";
    void runBench(["--driver=docker", "--stack=nginx:one", `--out=${out}`]).then(resolve);
    delete process.env["DOCKER_HOST"];
  });
  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(/expected a Docker engine, but .*nowhere/);
  expect(ended.stderr).toContain("--driver=process");
});
