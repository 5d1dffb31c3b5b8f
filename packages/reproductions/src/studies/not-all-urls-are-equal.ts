import type { NamedWorkload } from "@stackbench/model";
import { judgeRatio, type FigureName } from "../claims.ts";
import { allOf } from "../judgement.ts";
import type { FigureId, Study } from "../study.ts";
import { shortWarmUp } from "./short-warm-up.ts";

const [one, apart, recycled, severalServers] = [
  "wsgi:mod-wsgi-one-group",
  "wsgi:mod-wsgi-groups-5x5",
  "wsgi:mod-wsgi-groups",
  "wsgi:gunicorn-groups",
];
const [steady, churning] = ["wsgi:mod-wsgi-daemon", "wsgi:mod-wsgi-daemon-max-20"];

/** The URLs that most requests hit. */
const busy: readonly NamedWorkload[] = ["hello", "items.get"];

const memoryOf = (variant: string): FigureName => ({
  step: "traffic",
  variant,
  workload: "mix",
  figure: "memory",
  name: `memory of ${variant}`,
});

const timeOf = (variant: string, part: NamedWorkload): FigureName => ({
  step: "traffic",
  variant,
  workload: "mix",
  part,
  figure: "p50",
  name: `${part} of ${variant}`,
});

const ofChurn = (variant: string, figure: FigureId, noun: string): FigureName => ({
  step: "churn",
  variant,
  workload: "hello",
  figure,
  name: `${noun} of ${variant}`,
});

export const notAllUrlsAreEqual: Study = {
  name: "not-all-urls-are-equal",
  title: "Not all URLs are equal",
  author: "Graham Dumpleton",
  source: "2014",
  steps: [
    {
      id: "traffic",
      title: "two busy URLs and a rare one that takes 64 MiB, by how processes are set apart",
      command: "mix",
      options: {
        stack: [one, apart, recycled, severalServers].join(","),
        mix: "hello=50,items.get=48,report=2",
        connections: "16",
        rounds: "6",
        duration: "5s",
      },
      short: { rounds: "3", duration: "1s", warmup: shortWarmUp },
    },
    {
      id: "churn",
      title: "maximum-requests set too low for the whole application",
      command: "run",
      options: {
        stack: [steady, churning].join(","),
        workload: "hello",
        connections: "16",
        rounds: "6",
        duration: "5s",
      },
      // In a second it may answer nothing at all: that is what it costs, and no rate.
      short: { rounds: "3", duration: "3s", warmup: shortWarmUp },
    },
  ],
  figures: [],
  claims: [
    {
      text: "with one group all processes end at the worst case's memory; set apart, only that URL's do (1.3 times the memory in all, or more)",
      judge: (runs) =>
        judgeRatio(runs, { figure: memoryOf(one), other: memoryOf(apart), from: 1.3 }),
    },
    {
      text: "the busy URLs answer faster from a lean group",
      judge: (runs) =>
        allOf(
          busy.map((part) =>
            judgeRatio(runs, { figure: timeOf(one, part), other: timeOf(apart, part), from: 1 }),
          ),
        ),
    },
    {
      text: "several WSGI servers behind nginx, one for each group, do the same",
      judge: (runs) =>
        allOf(
          busy.map((part) =>
            judgeRatio(runs, {
              figure: timeOf(one, part),
              other: timeOf(severalServers, part),
              from: 1,
            }),
          ),
        ),
    },
    {
      text: "recycling the rare URL's processes alone costs the busy ones nothing (within 15 %)",
      judge: (runs) =>
        allOf(
          busy.map((part) =>
            judgeRatio(runs, {
              figure: timeOf(recycled, part),
              other: timeOf(apart, part),
              to: 1.15,
            }),
          ),
        ),
    },
    {
      text: "maximum-requests set too low for the whole application costs throughput, CPU and the tail",
      judge: (runs) =>
        allOf([
          judgeRatio(runs, {
            figure: ofChurn(steady, "throughput", "throughput"),
            other: ofChurn(churning, "throughput", "throughput"),
            from: 1.1,
          }),
          judgeRatio(runs, {
            figure: ofChurn(churning, "cpuMicros", "CPU time a request"),
            other: ofChurn(steady, "cpuMicros", "CPU time a request"),
            from: 1.1,
          }),
          judgeRatio(runs, {
            figure: ofChurn(churning, "p99", "p99"),
            other: ofChurn(steady, "p99", "p99"),
            from: 1.1,
          }),
        ]),
    },
  ],
  differences: [
    "Memory is what app and proxy take together at most in a window, Apache among them.",
    "Processes recycle the rare URL after 20 requests or 30 s of quiet; the partition with recycling has 23 threads, the others 25.",
    "That threads multiply the worst case is not judged.",
    "The study gives advice and no figures: there is nothing to put beside ours.",
  ],
};
