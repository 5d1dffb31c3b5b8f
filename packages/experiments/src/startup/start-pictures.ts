import { intervalWords, plainDot, type Bars, type Dots } from "@stackbench/report";
import type { Start } from "./starts.ts";

const mebi = 2 ** 20;

/** Time to the first right answer, the quickest first, and memory after it. */
export function startPictures(starts: readonly Start[]): (Dots | Bars)[] {
  const answered = starts.flatMap(({ variant, answeredMs }): Dots["rows"] =>
    answeredMs === null ? [] : [plainDot(variant, answeredMs.estimate, answeredMs.interval)],
  );
  const memory = starts.filter(({ memoryIdleBytes }) => memoryIdleBytes !== null);
  const pictures: (Dots | Bars)[] = [
    {
      kind: "dots",
      id: "start-answer",
      title: "From the start to the first right answer",
      caption: `Milliseconds from when the first process ran: the estimate ${intervalWords(answered)}. Less is better.`,
      unit: "ms",
      rows: answered.toSorted((a, b) => a.value - b.value),
    },
    {
      kind: "bars",
      id: "start-memory",
      title: "Memory while nobody asks",
      caption: "Working set of app and proxy after the first answer and the idle time.",
      unit: "MiB",
      parts: ["memory"],
      rows: memory.map(({ variant, memoryIdleBytes }) => ({
        label: variant,
        values: [memoryIdleBytes! / mebi],
      })),
    },
  ];
  return pictures.filter(({ rows }) => rows.length > 0);
}
