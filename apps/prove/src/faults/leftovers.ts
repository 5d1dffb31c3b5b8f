import { stateDirectory } from "@stackbench/session";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasInEnvironment, readCommandLine, readProcessTable, readSysctl } from "@stackbench/host";
import { clusterNodes, type OwnCluster } from "./own-cluster.ts";
import type { OwnEngine } from "./own-engine.ts";

/** Where a trial's things are, and who its programs were. */
export interface Traces {
  /** Its programs' TMPDIR, which all their processes inherit. */
  temporary: string;
  results: string;
  pids: readonly number[];
  engine: OwnEngine | undefined;
  cluster: OwnCluster | undefined;
  /** Host-wide knobs as they were before. */
  knobs: Readonly<Record<string, string>>;
}

const hostKnobs = ["net.core.netdev_max_backlog"];
const holdings = join(stateDirectory, "process", "holdings");
const hostRecord = join(stateDirectory, "host-tuning.json");
/** What a run's folder may hold once nobody writes it. */
const artefacts = new Set([
  "journal.jsonl",
  "run.json",
  "table.md",
  "report.html",
  "chart.svg",
  "windows.csv",
  "summary.csv",
  "comparisons.csv",
  "series.csv",
  "histograms.hlog",
  "histograms",
]);
const label = "label=stackbench.owner";

export function readKnobs(): Record<string, string> {
  return Object.fromEntries(hostKnobs.map((name) => [name, readSysctl(name) ?? ""]));
}

/** What a trial's programs left on the machine, in words; to be asked when none of them runs. */
export async function leftovers(traces: Traces): Promise<string[]> {
  const { temporary, results, pids, engine, cluster, knobs } = traces;
  return [
    ...processesOf(temporary).map((pid) => `process ${pid}: ${commandOf(pid)}`),
    ...list(temporary).map((name) => `temporary ${name}`),
    ...recordsOf(pids).map((name) => `record of a holding ${name}`),
    ...(ownersIn(hostRecord).some((pid) => pids.includes(pid)) ? [`record ${hostRecord}`] : []),
    ...Object.entries(readKnobs())
      .filter(([name, value]) => value !== knobs[name])
      .map(([name, value]) => `${name} is ${value}, was ${knobs[name]}`),
    ...list(results).flatMap((run) => {
      const names = list(join(results, run));
      if (names.length === 0) return [`empty folder ${run}`];
      return names.filter((name) => !artefacts.has(name)).map((name) => `file ${run}/${name}`);
    }),
    ...(engine ? await inEngine((...command) => engine.ask(...command)) : []),
    ...(cluster ? await onCluster(cluster) : []),
  ];
}

/** Takes away what a trial left, so that the next one does not find it. */
export async function tidy({ temporary, pids, engine, cluster }: Traces): Promise<void> {
  for (const pid of processesOf(temporary)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
  for (const name of recordsOf(pids)) rmSync(join(holdings, name), { force: true });
  if (engine) await removeContainers((...command) => engine.ask(...command));
  if (!cluster) return;
  const [manager] = clusterNodes;
  const services = await cluster.ask(manager, "service", "ls", "--quiet", "--filter", label);
  if (services !== "") await cluster.ask(manager, "service", "rm", ...services.split("\n"));
  for (const node of clusterNodes) {
    await removeContainers((...command) => cluster.ask(node, ...command));
  }
}

/** What the docker program prints of one engine. */
type Ask = (...command: readonly string[]) => Promise<string>;

async function removeContainers(ask: Ask): Promise<void> {
  const ids = await ask("ps", "--all", "--quiet", "--filter", label);
  if (ids !== "") await ask("rm", "--force", "--volumes", ...ids.split("\n"));
}

/** A node learns a moment later from its manager that a service or a network is gone. */
async function onCluster(cluster: OwnCluster): Promise<string[]> {
  let found: string[] = [];
  for (let attempt = 0; attempt < 40; attempt++) {
    const [manager] = clusterNodes;
    const services = await cluster.ask(
      manager,
      "service",
      "ls",
      "--format={{.Name}}",
      "--filter",
      label,
    );
    found = services === "" ? [] : services.split("\n").map((name) => `service ${name}`);
    for (const node of clusterNodes) {
      const own = await inEngine((...command) => cluster.ask(node, ...command));
      found.push(...own.map((what) => `${what} on the ${node}'s node`));
    }
    if (found.length === 0) return [];
    await sleep(500);
  }
  return found;
}

async function inEngine(ask: Ask): Promise<string[]> {
  const kinds = {
    container: ["ps", "--all", "--format={{.Names}} ({{.Status}})"],
    volume: ["volume", "ls", "--format={{.Name}}"],
    network: ["network", "ls", "--format={{.Name}}"],
  };
  const found: string[] = [];
  for (const [kind, command] of Object.entries(kinds)) {
    const text = await ask(...command, "--filter", label);
    if (text !== "") found.push(...text.split("\n").map((name) => `${kind} ${name}`));
  }
  return found;
}

function processesOf(temporary: string): number[] {
  return [...readProcessTable().keys()].filter((pid) => hasInEnvironment(pid, "TMPDIR", temporary));
}

function commandOf(pid: number): string {
  return readCommandLine(pid).replaceAll("\0", " ").trim();
}

function recordsOf(pids: readonly number[]): string[] {
  return list(holdings).filter((name) =>
    ownersIn(join(holdings, name)).some((pid) => pids.includes(pid)),
  );
}

function ownersIn(file: string): number[] {
  const [, pid] = /"owner":\s*\{\s*"pid":\s*(\d+)/.exec(read(file)) ?? [];
  return pid === undefined ? [] : [Number(pid)];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
