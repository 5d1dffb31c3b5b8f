import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultKind } from "./fault.ts";
import { nodeStrikes, type NodeFaultKind } from "./node-strikes.ts";
import type { RunningProgram } from "./program.ts";
import { hasFewFromStart, type Scene } from "./scene.ts";
import { containerOf, fill, processOf } from "./targets.ts";

/** False where the program ended before anything could be struck; a variant's key where one alone was struck. */
export type Struck = boolean | string;

/** At its moment: does what the fault's kind says. */
export async function strike(scene: Scene, program: RunningProgram): Promise<Struck> {
  // A limit that a program has from the start may end it before any moment.
  if (!(await program.reached(scene.fault.moment))) return hasFewFromStart(scene.fault);
  const { fault, cluster } = scene;
  return isOfNodes(fault.kind)
    ? await nodeStrikes[fault.kind](cluster!, scene, program)
    : await strikes[fault.kind](scene, program);
}

type Strike = (scene: Scene, program: RunningProgram) => Struck | Promise<Struck>;

function isOfNodes(kind: FaultKind): kind is NodeFaultKind {
  return kind in nodeStrikes;
}

const strikes: Readonly<Record<Exclude<FaultKind, NodeFaultKind>, Strike>> = {
  sigkill: sending("SIGKILL"),
  sighup: sending("SIGHUP"),
  sigint: sending("SIGINT"),
  "sigint-twice": async ({ fault }, program) => {
    program.kill("SIGINT");
    await sleep(fault.amount * 400);
    program.kill("SIGINT");
    return true;
  },
  "stdout-closed": (_, program) => (program.close("stdout"), true),
  "stderr-closed": (_, program) => (program.close("stderr"), true),
  "terminal-closed": (_, program) => (program.closeTerminal(), true),
  "engine-stopped": async ({ engine }) => (await engine!.stop(), true),
  "engine-killed": async ({ engine }) => (await engine!.kill(), true),
  "engine-restarted": async ({ engine, fault }) => {
    await (fault.amount < 0.5 ? engine!.stop() : engine!.kill());
    await engine!.up();
    return true;
  },
  // A third each: for some seconds, with a Ctrl-C meanwhile, and for as long as the program runs.
  "engine-frozen": async ({ engine, fault }, program) => {
    engine!.freeze();
    if (fault.amount < 1 / 3) {
      await sleep(2000 + fault.amount * 18_000);
      await engine!.up();
    } else if (fault.amount < 2 / 3) {
      await sleep(1000);
      program.kill("SIGINT");
    }
    return true;
  },
  "container-killed": (scene, program) =>
    untilDone(program, async () => {
      const found = await containerOf(scene, scene.fault.amount < 0.7 ? "app" : "load");
      if (!found) return undefined;
      await scene.engine!.ask("kill", found.id);
      return found.variant;
    }),
  "process-killed": (scene, program) =>
    untilDone(program, async () => {
      const found = processOf(program.pid, scene.fault.amount < 0.6 ? "app" : "load");
      if (!found) return undefined;
      process.kill(found.pid, "SIGKILL");
      return found.variant;
    }),
  "out-of-memory": (scene, program) =>
    untilDone(program, async () => {
      const found = await containerOf(scene, "app");
      if (!found) return undefined;
      const pid = await scene.engine!.ask("inspect", "--format={{.State.Pid}}", found.id);
      // Of two that share a limit the kernel ends the app, not the one that took the memory.
      writeFileSync(`/proc/${Number(pid)}/oom_score_adj`, "1000");
      const eater = "const kept = []; for (;;) kept.push(Buffer.alloc(2 ** 23, 1))";
      await scene.engine!.ask("exec", "--detach", found.id, "node", "--eval", eater);
      return found.variant;
    }),
  "disk-full": ({ results, fault }) => {
    fill(join(results, "..filler"), fault.amount);
    return true;
  },
  "few-files": ({ fault }, program) => {
    // The soft limit alone: what the program starts may still have its own.
    if (!hasFewFromStart(fault)) {
      execFileSync("prlimit", [`--pid=${program.pid}`, "--nofile=64:"]);
    }
    return true;
  },
  // Up to a day, forwards or backwards.
  "clock-stepped": ({ clock, fault }) => {
    const seconds = Math.round((fault.amount - 0.5) * 2 * 86_400);
    writeFileSync(clock, `${seconds < 0 ? "" : "+"}${seconds}\n`);
    return true;
  },
  "journal-cut": sending("SIGKILL"),
  "two-runs": (scene) => (scene.start(scene.run), true),
  "two-resumes": sending("SIGKILL"),
};

/** Takes the fault away again, so that a next start finds the machine in order. */
export async function heal({ fault, engine, cluster, results }: Scene): Promise<void> {
  await cluster?.whole();
  if (fault.kind.startsWith("engine-")) await engine!.up();
  if (fault.kind === "disk-full") rmSync(join(results, "..filler"), { force: true });
  if (fault.kind === "journal-cut") {
    for (const run of readdirSync(results)) {
      const path = join(results, run, "journal.jsonl");
      truncateSync(path, Math.floor(fault.amount * readFileSync(path).length));
    }
  }
}

function sending(signal: NodeJS.Signals): Strike {
  return (_, program) => (program.kill(signal), true);
}

/** Tries until it could be done or the program is over: what is to be killed may be coming or going. */
async function untilDone(
  program: RunningProgram,
  attempt: () => Promise<string | undefined>,
): Promise<Struck> {
  while (!program.isOver) {
    const variant = await attempt().catch(() => undefined);
    if (variant !== undefined) return variant;
    await sleep(10);
  }
  return false;
}
