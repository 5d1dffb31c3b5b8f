import type { Row, Table } from "./table.ts";

/** How to read the figures: a heading and what it means, only what occurs in the table. */
export function describeFigures({ rows, groups, run }: Table): [term: string, meaning: string][] {
  const { rounds } = run.plan.experiment;
  const terms: ([term: string, meaning: string] | false)[] = [
    rounds === 1
      ? [
          "requests/s",
          "of one round: nothing tells whether a difference is chance. Use --rounds=5.",
        ]
      : ["requests/s", "correct answers per second, median of the rounds; ±% is half their range."],
    rounds > 1 && ["#", "rank by requests/s. Where ranges overlap, the order is not proven."],
    rows.some((row) => row.rank === null && row.checks === null) && [
      "– under #",
      "not ranked: its notes or its failure say why.",
    ],
    groups.some(({ level }) => level.loop === "closed") && [
      "service time",
      "from sending a request to its whole answer. A slow server is asked less often in a closed loop, so this is not what users at a fixed rate would wait.",
    ],
    [
      "CPU µs/req",
      "CPU time of app and proxy for one request: steadier than requests/s on a noisy machine.",
    ],
    rows.some((row) => row.databaseCpuMicros !== null) && ["db", "the same of the database."],
    [
      "CPU %",
      "how busy the server's CPUs were. Near 100 the server was the limit, as it should be.",
    ],
    rows.some((row) => row.status === "invalid") && [
      "(1,234)",
      "from invalid rounds only: shown, and compared with nothing.",
    ],
    rows.some(hasLostRounds) && ["2/3", "among notes: two of three rounds count."],
    rows.some((row) => row.throughput !== null && row.p99Ms === null) && [
      "– as a time",
      "unknown, or fewer than 30 answers took longer.",
    ],
    rows.some((row) => row.checks !== null) && [
      "by …",
      "the row above, measured by a second generator; its notes say how far off it is.",
    ],
    rows.some((row) => row.errorShare === 0) &&
      !rows.some((row) => row.errorShare !== null && row.errorShare > 0) && [
        "errors",
        "none: every request got the right answer.",
      ],
  ];
  return terms.filter((term) => term !== false);
}

function hasLostRounds({ throughput, windows }: Row): boolean {
  return throughput !== null && windows.valid < windows.planned;
}
