import { repositoryRoot } from "@stackbench/session";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DriverTraits, Program } from "@stackbench/model";
import { percentilesOfValues, type PercentilesMs } from "./percentiles.ts";

/** A load tool run as people run it, and its own printed figures. */
export interface OtherTool {
  name: string;
  /** How it was asked, for the table: a closed loop and a rate are different questions. */
  mode: string;
  program(target: Target): Program;
  read(lines: readonly string[]): PercentilesMs;
}

interface Target {
  url: string;
  seconds: number;
  /** Of the closed loop whose throughput is about the rate. */
  closedConnections: number;
  ratePerSecond: number;
}

const rateConnections = 50;
const autocannonPath = join(repositoryRoot, "packages/load/node_modules/.bin/autocannon");

/** What the sitting's load side has. autocannon's command line is not in the load image. */
export function otherTools({ launchesHere }: Pick<DriverTraits, "launchesHere">): OtherTool[] {
  return launchesHere && existsSync(autocannonPath)
    ? [wrkAsPrinted, heyWithRate, autocannonWithRate]
    : [wrkAsPrinted, heyWithRate];
}

const wrkAsPrinted: OtherTool = {
  name: "wrk --latency",
  mode: "closed loop, as printed",
  program: ({ url, seconds, closedConnections }) => ({
    entry: { command: "wrk" },
    arguments: ["-t1", `-c${closedConnections}`, `-d${seconds}s`, "--latency", url],
  }),
  read(lines) {
    const printed = (percent: number): number | null => {
      const pattern = new RegExp(`^\\s*${percent}%\\s+([\\d.]+)(us|ms|s)$`);
      const match = lines
        .map((line) => pattern.exec(line.trimEnd()))
        .find((found) => found !== null);
      if (!match) return null;
      return Number(match[1]) * { us: 0.001, ms: 1, s: 1000 }[match[2] as "us" | "ms" | "s"];
    };
    return { 50: printed(50), 90: printed(90), 99: printed(99), 99.9: null };
  },
};

const heyWithRate: OtherTool = {
  name: "hey -q",
  mode: `rate, ${rateConnections} workers, from the actual send`,
  program: ({ url, seconds, ratePerSecond }) => ({
    entry: { command: "hey" },
    arguments: [
      ["-z", `${seconds}s`],
      ["-c", `${rateConnections}`],
      ["-q", `${ratePerSecond / rateConnections}`],
      ["-o", "csv", url],
    ].flat(),
  }),
  /** A line a response: its first column is seconds, and the head names it. */
  read: (lines) =>
    percentilesOfValues(
      lines
        .map((line) => Number(line.split(",")[0]) * 1000)
        .filter((value) => Number.isFinite(value) && value > 0),
    ),
};

const autocannonWithRate: OtherTool = {
  name: "autocannon -R",
  mode: `rate, ${rateConnections} connections, corrected, whole ms`,
  program: ({ url, seconds, ratePerSecond }) => ({
    entry: { command: autocannonPath },
    arguments: [
      ["-c", `${rateConnections}`],
      ["-d", `${seconds}`],
      ["-R", `${ratePerSecond}`],
      ["--json", "--no-progress", url],
    ].flat(),
  }),
  read(lines) {
    const { latency } = JSON.parse(lines.join("\n")) as { latency: Record<string, number> };
    const at = (name: string): number | null => latency[name] ?? null;
    return { 50: at("p50"), 90: at("p90"), 99: at("p99"), 99.9: at("p99_9") };
  },
};
