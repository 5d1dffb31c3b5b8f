import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appProcesses } from "../app-processes.ts";
import { CallTree } from "@stackbench/model";
import { addSpeedscopeProfile, speedscopeProfileSchema } from "../speedscope-profile.ts";
import type { Take } from "./profiler.ts";

const ratePerSecond = 100;
const tailLength = 2000;

/** py-spy on all processes of the app: threads that wait are left out. */
export const recordPython: Take = async (rootPid) => {
  const directory = await mkdtemp(join(tmpdir(), "profile-"));
  const output = join(directory, "profile.json");
  const version = await versionOf();
  const what = ["record", "--pid", `${rootPid}`, "--subprocesses", "--function"];
  const how = ["--rate", `${ratePerSecond}`, "--format", "speedscope", "--output", output];
  const recording = spawn("py-spy", [...what, ...how], { stdio: ["ignore", "pipe", "pipe"] });
  const seen = follow(recording);
  await seen.begun;
  const before = appProcesses(rootPid);
  return async () => {
    const after = appProcesses(rootPid);
    recording.kill("SIGINT");
    await seen.ended;
    const profile = speedscopeProfileSchema.parse(
      JSON.parse(
        await readFile(output, "utf8").catch(() => {
          throw new Error(`py-spy wrote nothing: ${seen.tail()}`);
        }),
      ),
    );
    await rm(directory, { recursive: true });
    const tree = new CallTree();
    const samples = addSpeedscopeProfile(tree, profile, spentBetween(before, after));
    return {
      profiler: version,
      intervalMicros: 1e6 / ratePerSecond,
      processes: after.size,
      samples,
      idleMicros: null,
      ...tree.folded,
    };
  };
};

/** CPU time of each process that was there at the end, seconds. */
function spentBetween(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): Map<number, number> {
  return new Map([...after].map(([pid, seconds]) => [pid, seconds - (before.get(pid) ?? 0)]));
}

interface Followed {
  /** Rejects where it ends before it samples. */
  begun: Promise<void>;
  ended: Promise<void>;
  /** The last that it said. */
  tail(): string;
}

function follow(recording: ChildProcess): Followed {
  let said = "";
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  for (const stream of [recording.stdout, recording.stderr]) {
    stream?.on("data", (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-tailLength);
      if (/Sampling process/.test(said)) begun.resolve();
    });
  }
  const end = (why: string): void => {
    begun.reject(new Error(`py-spy ${why}: ${said.trim()}`));
    ended.resolve();
  };
  recording.on("error", (error) => end(`cannot be started (${error.message})`));
  recording.on("close", (code) => end(`ended with code ${code}`));
  return { begun: begun.promise, ended: ended.promise, tail: () => said.trim() };
}

async function versionOf(): Promise<string> {
  const asking = spawn("py-spy", ["--version"], { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  asking.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
  return await new Promise((resolve, reject) => {
    asking.on("error", (cause) =>
      reject(new Error(`expected py-spy on PATH: ${cause.message}`, { cause })),
    );
    asking.on("close", () => resolve(said.trim()));
  });
}
