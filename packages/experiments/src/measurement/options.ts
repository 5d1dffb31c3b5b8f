import { type Command } from "@stackbench/terminal";
import { driverChoices, generatorFor, generatorIds } from "@stackbench/session";
import { hostOption, loadNodesOption, registryOption } from "@stackbench/terminal";
import {
  tuningProfileIds,
  itemOperations,
  workloadIds,
  workloadParameters,
} from "@stackbench/model";
import { protocolPresets } from "@stackbench/plan";
import { formatOptions } from "../read-shown.ts";
import { liveOption } from "./read-live.ts";

/** Options that say how to measure: see `Measurement`. A resumed run has them in its plan. */
export const measurementOptions = {
  workload: {
    value: "names",
    help: `what to ask for: ${workloadIds.join(", ")}, or all; of items also one operation: ${itemOperations.join(", ")}; with a parameter where it has one: ${Object.entries(
      workloadParameters,
    )
      .map(([id, { name, minimum, maximum }]) => `${id}:${name}=${minimum} to ${maximum}`)
      .join(", ")}`,
    default: "hello",
  },
  protocol: {
    value: "name",
    help: `how long to measure: ${Object.entries(protocolPresets)
      .map(([name, { purpose }]) => `${name} (${purpose})`)
      .join("; ")}`,
    default: "quick",
  },
  anchor: {
    value: "variant",
    help: "the variant all others are compared with",
    default: "the one named first",
  },
  connections: {
    value: "n,…",
    help: "connections held open, several for several levels; 1..512 doubles from 1 to 512",
    default: "64; 256 with --rate",
  },
  rate: {
    value: "n,…",
    help: "open loop: requests/s on a fixed schedule, or 50% of the slowest variant's closed-loop throughput, measured first; latency counts from the intended start",
  },
  arrivals: {
    value: "law",
    help: "when requests of an open loop are due: poisson or constant",
    default: "poisson",
  },
  rounds: {
    value: "n",
    help: "most rounds; each brings every variant up anew in a new order",
    default: "by protocol",
  },
  budget: {
    value: "time",
    help: "begin no round that would end later, such as 10m, or none; quick plans shorter windows where six rounds would not fit",
    default: "by protocol",
  },
  "half-width": {
    value: "percent",
    help: "a pair is closed when its interval reaches no further to either side, such as 3%, or none",
    default: "by protocol",
  },
  duration: {
    value: "time",
    help: "length of a window, such as 5, 5s or 2m; with --requests the most it may take",
    default: "by protocol; 10m with --requests",
  },
  requests: {
    value: "n",
    help: "a window ends when so many requests were answered, and tells the time they took (closed loop)",
  },
  warmup: {
    value: "time",
    help: "load before the first window of a case, thrown away: at least so long, and until throughput has settled, for 15 s at most; 300ms..2s for another most",
    default: "by protocol",
  },
  windows: {
    value: "n",
    help: "windows of every case in one bring-up",
    default: "by protocol",
  },
  order: {
    value: "name",
    help: "interleaved (one variant up at a time), alternating (all up at once, windows in turn) or sequential (one variant after the other: drift then counts as a difference)",
    default: "by protocol",
  },
  driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
  host: hostOption,
  registry: registryOption,
  generator: { value: "name", help: generatorIds.join(", "), default: generatorFor("main") },
  "cross-check": {
    help: "measure every window with a second generator too, and say how far they disagree",
  },
  threads: {
    value: "n",
    help: "generator threads, on each load node",
    default: "one a CPU of --cpus-load",
  },
  "load-nodes": loadNodesOption,
  "no-keep-alive": { help: "a new connection for every request" },
  streams: {
    value: "n",
    help: "requests under way on each connection, of HTTP/2 (--generator=h2load)",
    default: "1",
  },
  tuning: { value: "profile", help: tuningProfileIds.join(", "), default: "throughput" },
  "tune-host": { help: "also change sysctls of the whole host, restored afterwards (needs root)" },
  "cpus-server": { value: "cpus", help: "CPUs of app and proxy, such as 0 or 0-3,6" },
  "cpus-load": { value: "cpus", help: "CPUs of the generator" },
  "cpus-database": { value: "cpus", help: "CPUs of PostgreSQL" },
  pool: { value: "n", help: "database connections, total over all workers", default: "22" },
  memory: { value: "size", help: "memory limit of the app, such as 512m", default: "none" },
  "cpus-limit": {
    value: "n",
    help: "CPUs that the app may use on average, such as 0.5 or 1.5 (containers only)",
    default: "none",
  },
  timeout: { value: "time", help: "when a request counts as failed", default: "10s" },
  "ready-timeout": {
    value: "time",
    help: "how long a stack may take to become ready",
    default: "30s",
  },
  seed: { value: "n", help: "seed of all orders and inputs", default: "drawn, and recorded" },
} satisfies Command["options"];

/** What lets a run end before all of its rounds are held: see `fixedRounds`. */
const early = ["budget", "half-width"] as const;

/** Means nothing where each variant is asked for itself, in a closed loop. */
export const ofComparisons = ["anchor", "rate", "arrivals", "order", "cross-check"] as const;

/** Of a kind that holds all of its rounds. `without`: what it cannot be asked besides. */
export function heldOptions(
  ...without: readonly (keyof typeof measurementOptions)[]
): Command["options"] {
  const absent = new Set<string>([...early, ...without]);
  return Object.fromEntries(
    Object.entries(measurementOptions).filter(([name]) => !absent.has(name)),
  );
}

/** Of a kind that holds all of its rounds; `fallback`: how many where nothing is said. */
export function allRoundsOption(fallback: string): Command["options"] {
  return {
    rounds: {
      value: "n",
      help: "rounds, all of them held; intervals need six",
      default: fallback,
    },
  };
}

/** A dry run that prints the plan. */
export const planOption: Command["options"] = {
  "dry-run": {
    help: "tell the plan and measure nothing; as JSON too with --json, or where stdout is no terminal",
  },
};

/** `what`: of the conclusion, such as `the curves`. */
export function markdownOption(what: string): Command["options"] {
  return { markdown: { value: "file", help: `write ${what} as Markdown, beside what is shown` } };
}

/** What every kind of experiment can be told besides. */
export const runOptions: Command["options"] = {
  "no-calibration": {
    help: "do not find out what the generator can do on these CPUs: nothing is then told about its limit",
  },
  ...liveOption,
  ...formatOptions,
  out: { value: "folder", help: "where runs are kept", default: "results/" },
};
