import { plainTable } from "@stackbench/terminal";
import type { ServiceUse } from "@stackbench/model";
import type { Judgement, Target } from "./outcome.ts";
import { describeSteal, enoughWindows, sift, targetOf } from "./undisturbed.ts";

/** As the variant `spin` has it. */
export const spinUs = 1000;
const tolerance = 0.03;
export const connectionCounts = [1, 8] as const;

/** A window of real load. */
export interface SpinTrial {
  part: "window";
  source: ServiceUse["source"];
  connections: number;
  requests: number;
  stealShare: number | null;
  /** By the sampler, per success that the generator counted. */
  measuredUs: number;
  /** By the server: all CPU of its process, from its first burning to its last, per answer. */
  ownUs: number;
  /** By the server: what it burned on purpose, per answer. */
  burnedUs: number;
}

/**
 * The path that this machine may not have: a tree of files whose counters advance as so many requests would make them.
 * Measured once: it depends on nothing but the code.
 */
export interface FilesTrial {
  part: "files";
  source: ServiceUse["source"] | null;
  measuredUs: number;
  trueUs: number;
}

export type CpuTrial = SpinTrial | FilesTrial;

/** Pure. `wanted`: windows of each number of connections. */
export function judgeCpuPerRequest(trials: readonly CpuTrial[], wanted: number): Judgement {
  const all = trials.filter((trial) => trial.part === "window");
  const files = trials.findLast((trial) => trial.part === "files");
  const windows = sift(all);
  const error = (measured: number, truth: number): number => Math.abs(measured / truth - 1);
  const sources = [...new Set(all.map((trial) => trial.source))].join(", ");
  const byFiles = { name: "cgroup v2, by a tree of files: error, share", atMost: tolerance };
  const targets: Target[] = [
    ...connectionCounts.map((connections) =>
      enoughWindows(
        `${connections} connections: `,
        sift(all.filter((trial) => trial.connections === connections)),
        wanted,
      ),
    ),
    targetOf(
      windows,
      (own) => Math.max(...own.map((trial) => error(trial.measuredUs, trial.ownUs))),
      {
        name: `worst error against the server's own account of all its CPU (${sources}), share`,
        atMost: tolerance,
      },
    ),
    // What the server does beside the burning is never less than nothing.
    targetOf(windows, (own) => Math.min(...own.map((trial) => trial.measuredUs / trial.burnedUs)), {
      name: "least of measured CPU over what was burned on purpose",
      atLeast: 1 - tolerance,
    }),
    targetOf(windows, (own) => Math.max(...own.map((trial) => error(trial.burnedUs, spinUs))), {
      name: `worst error of what was burned against ${spinUs} µs, share`,
      atMost: tolerance,
    }),
    files === undefined
      ? { ...byFiles, notKnown: "the tree of files was not measured" }
      : files.source === "cgroup-v2"
        ? { ...byFiles, value: error(files.measuredUs, files.trueUs) }
        : { ...byFiles, notKnown: `it was read as ${files.source ?? "nothing"}` },
  ];
  return { text: table(all, files), targets, figures: { trials } };
}

function table(trials: readonly SpinTrial[], files: FilesTrial | undefined): string {
  const us = (value: number): string => value.toFixed(1);
  return plainTable(
    ["source", "connections", "requests", "steal", "measured µs", "server's own µs", "burned µs"],
    [
      ...trials.map((trial) => [
        trial.source,
        `${trial.connections}`,
        `${trial.requests}`,
        describeSteal(trial),
        us(trial.measuredUs),
        us(trial.ownUs),
        us(trial.burnedUs),
      ]),
      ...(files === undefined
        ? []
        : [[`${files.source} (files)`, "", "", "", us(files.measuredUs), us(files.trueUs), ""]]),
    ],
  );
}
