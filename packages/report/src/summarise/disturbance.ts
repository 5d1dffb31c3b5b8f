import {
  backgroundShareOf,
  cpusOfWindow,
  isValid,
  overlap,
  stealShareOf,
  type CpuSets,
  type CpuSide,
  type MeasuredWindow,
  type WindowRecord,
} from "@stackbench/model";

/**
 * What something else than the run took of its CPUs, in the mean over the valid windows of one case, 0 to 1. Null where
 * it is not known.
 */
export interface Disturbance {
  /** Other programs, of the CPU time of the server's CPUs. */
  serverBackground: number | null;
  /** Of the generator's. */
  loadBackground: number | null;
  /** Other guests, of the time of the CPU that most was stolen from in each window. */
  steal: number | null;
}

/**
 * What may lie between two runs, in shares. Clock ticks blur the generator's CPUs more than the server's, which are
 * full: between cases of one quiet run the first differed by 8 points, the second by 2.
 */
const limits: Disturbance = { serverBackground: 0.05, loadBackground: 0.1, steal: 0.02 };

export function disturbanceOf(
  windows: readonly WindowRecord[],
  ofRun: CpuSets,
  startsServers: boolean,
): Disturbance {
  const valid = windows.filter((window) => window.status === "measured").filter(isValid);
  const meanOf = (share: (window: MeasuredWindow) => number | undefined): number | null => {
    const told = valid.map(share).filter((one) => one !== undefined);
    if (told.length === 0 || told.length < valid.length) return null;
    return told.reduce((sum, one) => sum + one, 0) / told.length;
  };
  // What stands behind a server that already ran is unknown, and may be on these CPUs.
  const isStrange = !startsServers;
  const isShared = overlap(ofRun.server, ofRun.load);
  const background = (side: CpuSide) =>
    meanOf(({ use }) => backgroundShareOf(side, use, cpusOfWindow(use, ofRun)));
  return {
    serverBackground: isStrange ? null : background("server"),
    loadBackground: isStrange && isShared ? null : background("load"),
    steal: meanOf(({ use }) => {
      const { server, load } = cpusOfWindow(use, ofRun);
      return stealShareOf(use, [...server, ...load]);
    }),
  };
}

/** Whether so much more was taken from one side than from the other that this may be their difference. */
export function areDisturbedUnlike(base: Disturbance, head: Disturbance): boolean {
  return (Object.keys(limits) as (keyof Disturbance)[]).some((kind) => {
    const [before, after] = [base[kind], head[kind]];
    return before !== null && after !== null && Math.abs(after - before) > limits[kind]!;
  });
}
