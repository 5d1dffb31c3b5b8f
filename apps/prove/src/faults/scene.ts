import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import { fakedClock, faketimeLibrary } from "./faked-clock.ts";
import type { Fault } from "./fault.ts";
import { readKnobs, type Traces } from "./leftovers.ts";
import type { OwnCluster } from "./own-cluster.ts";
import type { OwnEngine } from "./own-engine.ts";
import { RunningProgram } from "./program.ts";

/** Where nodes may be lost a sitting takes seconds. */
const swarmVariants = ["node-http:bare", "fastify:bare"];

/** Both drivers run these, from few images; six in the whole form, four in short. */
export function variantsOf(driver: Fault["driver"], short: boolean): readonly string[] {
  if (driver === "swarm") return swarmVariants;
  const stacks = ["node-http", "fastify", ...(short ? [] : ["express"])];
  return stacks.flatMap((stack) => [`${stack}:bare`, `${stack}:cluster`]);
}

/** Those whose images an engine needs for that, as `--stack` takes them. */
export function stacksOf(driver: Fault["driver"], short: boolean): string {
  return [...new Set(variantsOf(driver, short).map((variant) => variant.split(":")[0]))].join(",");
}

/** Shorter ones may pass without an answer on a busy machine, which is a failed row. */
export const windowSeconds = 0.5;
/** Long enough for a fault that takes some commands to strike within. */
const swarmWindowSeconds = 2;

/** Where one trial takes place: folders, programs and, where it needs one, an engine of its own. */
export interface Scene extends Traces {
  fault: Fault;
  /** What its run measures. */
  variants: readonly string[];
  /** The run's own command line. */
  run: readonly string[];
  programs: RunningProgram[];
  /** Clock of its programs, as libfaketime reads it. */
  clock: string;
  start(args: readonly string[], options?: { terminal?: boolean }): RunningProgram;
}

export interface SceneTask {
  fault: Fault;
  variants: readonly string[];
  seed: number;
  rounds: number;
  folder: string;
  engine: OwnEngine | undefined;
  cluster: OwnCluster | undefined;
  /** Once it is aborted nothing more is started. */
  signal: AbortSignal;
}

const tuned = new Set<Fault["kind"]>(["sigkill", "sighup", "sigint", "sigint-twice"]);
const smallDisk = "8m";

export function setScene({
  fault,
  variants,
  seed,
  rounds,
  folder,
  engine,
  cluster,
  signal,
}: SceneTask): Scene {
  const results = join(folder, "results");
  const temporary = join(folder, "tmp");
  for (const path of [results, temporary]) mkdirSync(path, { recursive: true });
  if (fault.kind === "disk-full") mountSmall(results);
  const clock = join(folder, "clock");
  writeFileSync(clock, "+0\n");
  const hosts = { docker: engine?.host, swarm: cluster?.host, process: undefined };
  const environment = {
    TMPDIR: temporary,
    // Of the machine's own engine a Swarm takes images; else never it engine: where none is needed, there is none.
    DOCKER_HOST: hosts[fault.driver] ?? `unix://${join(folder, "no-engine.sock")}`,
    ...(fault.kind === "clock-stepped" ? fakedClock(clock, faketimeLibrary()) : {}),
  };
  const programs: RunningProgram[] = [];
  return {
    fault,
    variants,
    results,
    temporary,
    get pids() {
      return programs.map(({ pid }) => pid);
    },
    programs,
    engine: fault.driver === "docker" ? engine : undefined,
    cluster: fault.driver === "swarm" ? cluster : undefined,
    knobs: readKnobs(),
    clock,
    run: [
      "run",
      `--stack=${variants.join(",")}`,
      "--workload=hello",
      `--driver=${fault.driver}`,
      `--seed=${seed}`,
      `--rounds=${rounds}`,
      `--duration=${fault.driver === "swarm" ? swarmWindowSeconds : windowSeconds}`,
      "--warmup=0.1",
      "--no-calibration",
      `--connections=${fault.kind === "few-files" && fault.amount < 0.25 ? 64 : 8}`,
      `--out=${results}`,
      "--json",
      ...(fault.kind === "out-of-memory" ? ["--memory=160m"] : []),
      ...(fault.driver === "process" && tuned.has(fault.kind) ? ["--tune-host"] : []),
    ],
    start: (args, { terminal = false } = {}) => {
      signal.throwIfAborted();
      const by = programs.length === 0 && hasFewFromStart(fault) ? ["prlimit", fewFiles] : [];
      const program = new RunningProgram({ arguments: args, environment, terminal, by });
      programs.push(program);
      return program;
    },
  };
}

/** Soft and hard limit, as `prlimit` takes them. */
const fewFiles = "--nofile=64:64";

/** Half of them have the limit from the start, as a shell gives it; the other half meet it under way. */
export function hasFewFromStart({ kind, amount }: Fault): boolean {
  return kind === "few-files" && amount < 0.5;
}

function mountSmall(place: string): void {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${smallDisk}`, "tmpfs", place]);
  } catch (cause) {
    throw new HostError("expected the right to mount a small file system (root)", { cause });
  }
}
