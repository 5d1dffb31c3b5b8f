import { stateDirectory } from "@stackbench/session";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hasInEnvironment, readCommandLine, readProcessTable, readSysctl } from "@stackbench/host";
import type { OwnEngine } from "./own-engine.ts";

/** Where a trial's things are, and who its programs were. */
export interface Traces {
  /** Its programs' TMPDIR, which all their processes inherit. */
  temporary: string;
  results: string;
  pids: readonly number[];
  engine: OwnEngine | undefined;
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
  const { temporary, results, pids, engine, knobs } = traces;
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
    ...(engine ? await inEngine(engine) : []),
  ];
}

/** Takes away what a trial left, so that the next one does not find it. */
export async function tidy({ temporary, pids, engine }: Traces): Promise<void> {
  for (const pid of processesOf(temporary)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
  for (const name of recordsOf(pids)) rmSync(join(holdings, name), { force: true });
  if (!engine) return;
  const ids = await engine.ask("ps", "--all", "--quiet", "--filter", label);
  if (ids !== "") await engine.ask("rm", "--force", "--volumes", ...ids.split("\n"));
}

async function inEngine(engine: OwnEngine): Promise<string[]> {
  const kinds = {
    container: ["ps", "--all", "--format={{.Names}} ({{.Status}})"],
    volume: ["volume", "ls", "--format={{.Name}}"],
    network: ["network", "ls", "--format={{.Name}}"],
  };
  const found: string[] = [];
  for (const [kind, command] of Object.entries(kinds)) {
    const text = await engine.ask(...command, "--filter", label);
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
