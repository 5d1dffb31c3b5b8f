import { watchInterrupts, readInteger, say } from "@stackbench/terminal";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import { PartsLeft } from "./describe-left.ts";
import { copyImages } from "./faults/copy-images.ts";
import { countOf, drawFaults } from "./faults/draw-faults.ts";
import type { Fault } from "./faults/fault.ts";
import { holdFaultTrial } from "./faults/hold-fault-trial.ts";
import { OwnCluster, clusterNodes } from "./faults/own-cluster.ts";
import { OwnEngine } from "./faults/own-engine.ts";
import { removeMounted } from "./faults/remove-mounted.ts";
import { setScene, stacksOf, variantsOf, windowSeconds } from "./faults/scene.ts";
import { judgeFaults, type FaultTrial } from "./faults/verdict.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";

/** What a trial takes on a machine that does nothing else. */
const secondsEach = 25;

export const faultsProof = proofCommand<FaultTrial, ProofRequest, FaultSettings>({
  name: "faults",
  summary:
    "a run of some variants struck by faults drawn from a seed: no window lost, no wrong row, nothing left, no hang (root, Docker)",
  options: {
    seed: { value: "n", help: "which faults strike, and when", default: "1" },
    nodes: { help: "only the faults of a Swarm's nodes, kept apart" },
    only: { value: "trial", help: "one fault of the seed, kept apart, with all its files" },
  },
  version: 1,
  read: ({ values, switches }) => ({
    short: switches.has("short"),
    seed: readInteger("seed", values["seed"], 1, { min: 0, max: 2 ** 31 - 1 }),
    nodes: switches.has("nodes"),
    only: readInteger("only", values["only"], 0, { min: 1, max: 100_000 }),
  }),
  isApart: ({ only, nodes }) => only > 0 || nodes,
  measure: measureFaults,
  judge: ({ settings, trials }, { only, nodes }) => {
    const { seed, short } = settings;
    const wanted = new Set(faultsOf(settings, { only, nodes }).map(({ trial }) => trial));
    return judgeFaults(
      trials.filter(({ trial }) => wanted.has(trial)),
      { seed, short, least: only > 0 ? 0 : Math.ceil(wanted.size * leastStruck) },
    );
  },
});

interface ProofRequest {
  short: boolean;
  seed: number;
  /** The number of the one fault that is wanted; 0: all. */
  only: number;
  /** None but those of nodes. */
  nodes: boolean;
}

/** The share of faults that must have struck: some moments a run never reaches. */
const leastStruck = 0.8;

/** Of a run that is struck. */
type Rounds = Readonly<Record<Exclude<Fault["driver"], "swarm">, number>>;

function roundsOf(
  driver: Fault["driver"],
  { rounds, short }: Pick<FaultSettings, "rounds" | "short">,
): number {
  return driver === "swarm" ? (short ? 1 : 2) : rounds[driver];
}

/** What the faults of a file were drawn with. */
interface FaultSettings {
  seed: number;
  rounds: Rounds;
  windowSeconds: number;
  short: boolean;
}

function faultsOf(
  { seed, rounds, short }: FaultSettings,
  { only, nodes }: Pick<ProofRequest, "only" | "nodes">,
): Fault[] {
  const sittingsOf = (driver: Fault["driver"]): number =>
    roundsOf(driver, { rounds, short }) * variantsOf(driver, short).length;
  const sittings = {
    docker: sittingsOf("docker"),
    process: sittingsOf("process"),
    swarm: sittingsOf("swarm"),
  };
  const count = countOf(short);
  const drawn = drawFaults(Math.max(count, only), { seed, short, sittings });
  return only > 0
    ? drawn.slice(only - 1, only)
    : drawn.slice(0, count).filter(({ driver }) => !nodes || driver === "swarm");
}

async function measureFaults(
  { short, seed, only, nodes }: ProofRequest,
  open: OpenLog<FaultTrial, FaultSettings>,
): Promise<ProofLog<FaultTrial, FaultSettings>> {
  if (process.getuid?.() !== 0) {
    throw new HostError(
      "expected root: the proof starts an engine of its own and mounts a small file system",
    );
  }
  // Sittings are what takes time: two rounds where they take little.
  const rounds = { docker: 1, process: short ? 1 : 2 };
  const log = await open({ seed, rounds, windowSeconds, short });
  const done = new Set(log.trials.map(({ trial }) => trial));
  const left = faultsOf(log.settings, { only, nodes }).filter(({ trial }) => !done.has(trial));
  if (left.length > 0) {
    await holdAll(left, {
      seed,
      rounds,
      short,
      keepAll: only > 0,
      append: (trial) => log.append(trial),
    });
  }
  return log;
}

interface Campaign {
  seed: number;
  rounds: Rounds;
  short: boolean;
  /** Keep every trial's files, not only those of a trial that found something. */
  keepAll: boolean;
  append(trial: FaultTrial): Promise<void>;
}

async function holdAll(faults: readonly Fault[], campaign: Campaign): Promise<void> {
  const { short } = campaign;
  const folder = mkdtempSync(join(tmpdir(), "stackbench-faults-"));
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  let engine: OwnEngine | undefined;
  let cluster: OwnCluster | undefined;
  try {
    if (faults.some(({ driver }) => driver === "docker")) {
      say("starting an engine of the proof's own, with copies of the images");
      engine = await OwnEngine.start(join(folder, "engine"));
      await copyImages(stacksOf("docker", short), [engine.host], signal);
    }
    if (faults.some(({ driver }) => driver === "swarm")) {
      say("starting a Swarm of the proof's own, with copies of the images");
      const own = await OwnCluster.start();
      cluster = own;
      await copyImages(
        stacksOf("swarm", short),
        clusterNodes.map((node) => own.hostOf(node)),
        signal,
      );
    }
    const parts = new PartsLeft("faults", faults.length, secondsEach);
    for (const fault of faults) {
      signal.throwIfAborted();
      parts.next(describeFault(fault));
      await holdOne(fault, { ...campaign, folder, engine, cluster, signal });
    }
  } finally {
    await engine?.[Symbol.asyncDispose]();
    await cluster?.[Symbol.asyncDispose]();
    // What a trial with a find left stays to be looked at.
    try {
      execFileSync("rmdir", [folder], { stdio: "ignore" });
    } catch {
      say(`files of trials: ${folder}`);
    }
  }
}

async function holdOne(
  fault: Fault,
  context: Campaign & {
    folder: string;
    engine: OwnEngine | undefined;
    cluster: OwnCluster | undefined;
    signal: AbortSignal;
  },
): Promise<void> {
  const { seed, engine, cluster, signal } = context;
  const folder = join(context.folder, `trial-${fault.trial}`);
  const from = performance.now();
  const scene = setScene({
    fault,
    variants: variantsOf(fault.driver, context.short),
    seed,
    rounds: roundsOf(fault.driver, context),
    folder,
    engine,
    cluster,
    signal,
  });
  const stop = (): void => {
    for (const program of scene.programs) program.kill("SIGKILL");
  };
  signal.addEventListener("abort", stop, { once: true });
  let isKept = context.keepAll;
  try {
    const outcome = await holdFaultTrial(scene);
    signal.throwIfAborted();
    isKept ||= outcome.violations.length > 0;
    const seconds = Math.round((performance.now() - from) / 100) / 10;
    await context.append({ ...fault, ...outcome, seconds });
    say(
      `${outcome.struck ? "struck" : "missed"}; ended with ${outcome.code ?? outcome.signal}, ${outcome.kept} windows kept, then ${outcome.nextCode}; ${seconds} s`,
    );
    for (const { count, text } of outcome.violations) say(`  ${count}: ${text}`);
  } finally {
    signal.removeEventListener("abort", stop);
    if (isKept && fault.kind !== "disk-full") {
      for (const [index, program] of scene.programs.entries()) {
        const { stderr } = await program.within(10_000);
        writeFileSync(join(folder, `program-${index + 1}.txt`), stderr);
      }
    } else {
      await removeMounted(folder);
    }
  }
}

function describeFault({ trial, kind, driver, moment }: Fault): string {
  return `trial ${trial}: ${kind} (${driver}), ${moment.delayMs} ms into "${moment.step}" no. ${moment.nth}`;
}
