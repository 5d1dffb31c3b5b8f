import { mebibytes, milliseconds, percent, relateSides, type Row } from "@stackbench/report";
import { effectTexts } from "../workers/describe-grid.ts";
import { shapeName } from "./choose-app-variants.ts";
import type { Judgement } from "./judge-shapes.ts";
import type { Work } from "./judge-work.ts";

/** The answer in one sentence: which shape to take, what it brings, and what kind of work the app does. */
export function describeJudgement(judgement: Judgement): string {
  const parts = [leadOf(judgement), workText(judgement.work), ...effectTexts(judgement)];
  return `${parts.join("; ")}.`;
}

function leadOf({ best, plain, isFaster, isByFewRounds }: Judgement): string {
  if (best === null || plain === null) {
    return "no shape can be named: the notes of its rows say why";
  }
  const [name, plainName] = [shapeName(best.key), shapeName(plain.key)];
  // The most by its estimate is not yet the most.
  if (best === plain && plain.rank?.high === 1) return `${plainName} (the plainest) serves most`;
  if (!isFaster) {
    const few = isByFewRounds ? ", by so few rounds (a longer --budget or more --rounds)" : "";
    return `no shape is proven to serve more than ${plainName} (the plainest) does${few}`;
  }
  const { ratio, interval } = best.relative!;
  const ends = interval ? ([interval.low, interval.high] as const) : ([ratio, ratio] as const);
  const sides = { subject: name, object: `${plainName} (the plainest)`, ends };
  const more = relateSides(sides, { kind: "throughput" });
  return `${more}${memoryText(best, plain)}`;
}

function memoryText(best: Row, plain: Row): string {
  if (best.memoryBytes === null || plain.memoryBytes === null) return "";
  const [taken, before] = [mebibytes(best.memoryBytes), mebibytes(plain.memoryBytes)];
  return taken === before ? ", at the same memory" : `, in ${taken} MiB in place of ${before} MiB`;
}

function workText(work: Work): string {
  if (work.kind === "unknown") {
    return `what kind of work the app does is not known${whyUnknown(work)}`;
  }
  const share = `${percent(work.busyShare)} %`;
  const each = `${milliseconds(work.cpuMs)} ms of CPU time a request`;
  const whose = work.of === "worker" ? "a worker's CPU" : "CPU";
  switch (work.kind) {
    case "computes":
      return `the app is CPU-bound (${each}, ${whose} ${share} busy): processes help as far as there are CPUs`;
    case "waits":
      return `the app waits (${each}, ${whose} only ${share} busy): more requests at once help`;
    case "both":
      return `the app computes and waits (${each}, ${whose} ${share} busy)`;
  }
}

function whyUnknown({ othersShare, usedCpus }: Extract<Work, { kind: "unknown" }>): string {
  if (othersShare !== undefined) {
    return `: other programs had ${percent(othersShare)} % of the server's CPUs meanwhile`;
  }
  if (usedCpus === undefined) return "";
  return `: it used ${usedCpus.toFixed(1)} CPUs, and how many a worker of it can use is not known`;
}
