import { intervalWords, plainDot, type Dots } from "@stackbench/report";
import type { Mode, ModePair } from "./mode-pairs.ts";

/** Throughput of each variant with kept connections and with a new one for each request, one below the other. */
export function modePictures(pairs: readonly ModePair[]): Dots[] {
  const rows = pairs.flatMap(({ kept, renewed, variant, workload, paddingBytes }) => {
    const name = `${variant}, ${workload}${paddingBytes > 0 ? ` +${paddingBytes} B` : ""}`;
    return [...rowOf(`${name}, kept`, kept), ...rowOf(`${name}, new for each`, renewed)];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: "dots",
      id: "connection-modes",
      title: "Kept connections against new ones",
      caption: `Right answers per second: the estimate ${intervalWords(rows)}, and each round as a small dot.`,
      unit: "requests/s",
      rows,
    },
  ];
}

function rowOf(label: string, { row: { throughput, byRound } }: Mode): Dots["rows"] {
  if (throughput === null) return [];
  const rounds = byRound.map((round) => round.throughput);
  return [plainDot(label, throughput.estimate, throughput.interval, rounds)];
}
