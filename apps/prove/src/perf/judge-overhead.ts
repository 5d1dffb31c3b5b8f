import { cpuSecondsOf } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import { accountForTime, runParts, type RunPart } from "./account-for-time.ts";
import type { TimedRun } from "./hold-timed-run.ts";
import { decimals, type Judgement, type Target } from "../outcome.ts";

/** Pure. Where a window failed, what is left tells nothing of the time of a run. */
export function judgeOverhead(timed: TimedRun, short: boolean): Judgement {
  const failed = timed.record.windows.filter(({ status }) => status === "failed").length;
  const whole: Target = { name: "windows that failed", value: failed, atMost: 0 };
  if (failed > 0) return { text: "", targets: [whole], figures: {} };
  const figures = figuresOf(timed);
  return {
    text: describe(timed, figures),
    targets: [whole, ...targetsOf(figures, short)],
    figures: { ...figures },
  };
}

function targetsOf(
  { loadShare, orchestratorCpuShare, secondsASitting }: Figures,
  short: boolean,
): Target[] {
  const targets: Target[] = [
    {
      name: "share of wall time in warm-up and windows, once prepared",
      value: loadShare,
      atLeast: short ? 0.5 : 0.85,
    },
    {
      name: "median CPU of orchestrator and sampler in windows, share of one core",
      value: orchestratorCpuShare,
      atMost: short ? 0.1 : 0.02,
    },
  ];
  if (short) return targets;
  return [
    ...targets,
    {
      name: "bring-up, verify, take-down and what is between sittings, s a sitting",
      value: secondsASitting,
      atMost: 1.5,
    },
  ];
}

interface Figures {
  sittings: number;
  windows: number;
  /** Wall time without preparing, which is done once a run: images, versions. */
  wallSeconds: number;
  seconds: Record<RunPart, number>;
  loadShare: number;
  /** Mean. */
  secondsASitting: number;
  /** Mean of what is beside its load. */
  secondsAWindow: number;
  orchestratorCpuShare: number;
}

function figuresOf({ record, events, endMs }: TimedRun): Figures {
  const seconds = accountForTime(events, endMs);
  const sum = (parts: readonly RunPart[]): number =>
    parts.reduce((total, part) => total + seconds[part], 0);
  const wallSeconds = sum(runParts) - seconds.preparing;
  const measured = record.windows.filter((window) => window.status === "measured");
  const [sittings, windows] = [record.sittings.length, measured.length];
  return {
    sittings,
    windows,
    wallSeconds,
    seconds,
    loadShare: sum(["warm-up", "window"]) / wallSeconds,
    secondsASitting: sum(["between sittings", "bring-up", "verify", "take-down"]) / sittings,
    secondsAWindow:
      sum(["before warm-up", "between warm-up and window", "after the window"]) / windows,
    orchestratorCpuShare: median(
      measured.flatMap(({ use }) => {
        const own = use.services.orchestrator;
        return own ? [cpuSecondsOf(own) / use.seconds] : [];
      }),
    ),
  };
}

/** The run in words, and where every second of it went. */
function describe({ record }: TimedRun, figures: Figures): string {
  const { protocol, warmupSeconds, durationSeconds, variants, workloads, rounds } =
    record.plan.experiment;
  const { sittings, windows, wallSeconds, seconds, secondsAWindow } = figures;
  const lines = [
    `protocol quick with --rounds=${rounds}, ${protocol.order}: ${variants.length} stacks, ${workloads.join(", ")}; ${sittings} sittings of ${workloads.length} windows, each ${durationSeconds} s after a warm-up of ${warmupSeconds} s or until steady; not calibrated`,
    `${wallSeconds.toFixed(1)} s of wall time after ${seconds.preparing.toFixed(1)} s of preparing:`,
    ...runParts
      .filter((part) => part !== "preparing")
      .map((part) => {
        const share = decimals((seconds[part] / wallSeconds) * 100, 1);
        return `  ${part.padEnd(28)}${seconds[part].toFixed(2).padStart(8)} s ${share.padStart(5)} %`;
      }),
    `beside load ${decimals(figures.secondsASitting, 2)} s a sitting and ${decimals(secondsAWindow, 2)} s a window (of ${windows})`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}
