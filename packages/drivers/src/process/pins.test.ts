import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readProcess } from "@stackbench/host";
import { afterEach, expect, test } from "vitest";
import { findPinningTools } from "./pinning.ts";
import { pin, readPins, unpin } from "./pins.ts";
import { readFileSync } from "node:fs";

const { taskset } = findPinningTools();
let server: ChildProcess | undefined;
afterEach(() => void server?.kill("SIGKILL"));

/** A process of whose family and threads some always are about to end. */
async function startRestless(): Promise<{ pid: number; startTime: string }> {
  const script = `const { Worker } = require("node:worker_threads"), { spawn } = require("node:child_process");
const thread = () => new Worker("0", { eval: true }).on("exit", thread);
const child = () => spawn("true").on("exit", child);
for (let n = 0; n < 6; n++) { thread(); child(); } console.log("up")`;
  server = spawn(process.execPath, ["--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout!, "data");
  return readProcess(server.pid!)!;
}

const cpusOf = (pid: number): string =>
  /^Cpus_allowed_list:\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]!;

test.runIf(taskset !== undefined)(
  "a server whose threads and children come and go is pinned, and given back",
  async () => {
    const root = await startRestless();
    const before = cpusOf(root.pid);
    for (let round = 0; round < 40; round++) {
      const pins = readPins([root]);
      expect(pins[0]).toMatchObject({ pid: root.pid, cpus: before });
      pin(taskset!, pins, "0");
      expect(cpusOf(root.pid)).toBe("0");
      unpin(taskset!, pins);
      expect(cpusOf(root.pid)).toBe(before);
    }
  },
);
