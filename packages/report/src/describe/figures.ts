import { fewestForAny } from "@stackbench/statistics";
import type { ColumnId } from "./run-columns.ts";
import type { Row } from "../row.ts";
import type { Group, Table } from "../table.ts";

type Term = [term: string, meaning: string];

/** How to read the figures: a heading and what it means, only what occurs in the table's columns. */
export function describeFigures(table: Table, shown: ReadonlySet<ColumnId>): Term[] {
  const { rows, groups } = table;
  const isOpen = groups.some(({ level }) => level.loop === "open");
  const isClosed = groups.some(({ level }) => level.loop === "closed");
  const terms: (Term | false)[] = [
    isClosed && [
      "requests/s",
      `correct answers per second. ${absoluteUncertainty(rows, shown.has("spread"))}`,
    ],
    isOpen && ["req/s", "correct answers per second: what of the scheduled rate was achieved."],
    shown.has("megabytes") && [
      "MB/s",
      "10^6 bytes of answers per second, heads included: shown where answers are large.",
    ],
    ...comparisonTerms(table, shown.has("relative-interval")),
    rows.some((row) => row.rank === null && row.checks === null) && [
      "– under #",
      "not ranked: its notes or its failure say why.",
    ],
    isOpen && [
      "latency",
      "from when a request was due to its whole answer, time waiting for a connection included: what users at that rate wait.",
    ],
    isClosed &&
      shown.has("service-p99") && [
        "service time",
        "from sending a request to its whole answer. A slow server is asked less often in a closed loop, so this is not what users at a fixed rate would wait.",
      ],
    isOpen &&
      !isClosed &&
      shown.has("service-p99") && [
        "service",
        "time from actually sending a request to its whole answer.",
      ],
    shown.has("slo") && [
      "SLO",
      "keeps: proven, by the interval over rounds; misses: proven not to; undecided: neither. Requests that failed are beyond any limit.",
    ],
    (shown.has("user") || shown.has("cpu")) && [
      "CPU µs/req",
      `CPU time of app and proxy for one request: steadier than requests/s on a noisy machine.${shown.has("cpu-relative") ? " Its change is against the anchor too: plus is dearer." : ""}`,
    ],
    (shown.has("database-cpu") || shown.has("database-memory")) && [
      "db",
      "the same of the database.",
    ],
    shown.has("server-cpu") && [
      "CPU %",
      "how busy the server's CPUs were. Near 100 the server was the limit, as it should be in a closed loop.",
    ],
    rows.some((row) => row.processGroups !== undefined) && [
      "groups",
      "req/s: answers to the paths that a process group serves. CPU %: of one CPU. PSS: memory, with what processes share divided among them. other: processes of no group, and CPU time that cannot be told to any.",
    ],
    rows.some((row) => row.liveProcesses?.changed) && [
      "▁▄█",
      "processes of the app in time, one strip a round.",
    ],
    rows.some((row) => row.status === "invalid") && [
      "(1,234)",
      "from invalid rounds only: shown, and compared with nothing.",
    ],
    rows.some(hasLostWindows) && ["2/3", "among notes: two of three windows count."],
    rows.some(({ latency, serviceTime }) =>
      [latency, serviceTime].some((one) => one !== null && one.unanswered.length > 0),
    ) && [
      "never",
      "as a time: that share of the requests failed or got no answer, which is slower than any.",
    ],
    rows.some(lacksPercentile) && ["– as a time", "unknown, or fewer than 30 answers took longer."],
    rows.some((row) => row.checks !== null) && [
      "by …",
      "the row above, measured by a second generator; its notes say how far off it is.",
    ],
    rows.some((row) => row.errorShare === 0) &&
      !rows.some((row) => (row.errorShare ?? 0) > 0 || hasUnanswered(row)) && [
        "errors",
        "none: every request got the right answer.",
      ],
  ];
  return terms.filter((term) => term !== false);
}

/** What ±% of an absolute figure is. */
function absoluteUncertainty(rows: readonly Row[], isShown: boolean): string {
  const figures = rows.flatMap(({ throughput }) => (throughput ? [throughput] : []));
  const withInterval = figures.filter(({ interval }) => interval !== null);
  if (figures.every(({ rounds }) => rounds <= 1)) {
    return "Of one round: nothing tells whether a difference is chance. Use --rounds=3 or more.";
  }
  const compare = "It moves with the machine, so compare by the change.";
  if (!isShown) return compare;
  if (withInterval.length === 0) return "Median of the rounds; ±% is half their range.";
  const others =
    withInterval.length === figures.length
      ? ""
      : " (half the range where fewer than 6 rounds count)";
  return `±% is how far its 95 % interval reaches${others}. ${compare}`;
}

function comparisonTerms({ groups, rows }: Table, hasIntervals: boolean): Term[] {
  const compared = groups.filter(({ anchor }) => anchor !== null);
  if (compared.length === 0) return [];
  const isOpen = compared.some(({ compared }) => compared.kind === "latency");
  const terms: (Term | false)[] = [
    [
      "vs anchor",
      `how much more or less than the anchor, round by round${hasIntervals ? ", with its 95 % interval" : ""}${isOpen ? "; of a latency, minus is better" : ""}.`,
    ],
    [
      "#",
      "the places that a row may have: 2-3 is second or third, the order of the two is not proven.",
    ],
    rows.some(({ relative }) => relative?.verdict === "unresolved") && [
      "unresolved",
      compared.every(hasTooFewRounds)
        ? "fewer than 6 rounds prove only differences beyond ×1.4. Without --rounds there are enough."
        : "neither a difference nor a tie is proven. More --rounds tell.",
    ],
  ];
  return terms.filter((term) => term !== false);
}

function hasTooFewRounds({ rows }: Group): boolean {
  const ranked = rows.filter(({ rank }) => rank !== null);
  const rounds = Math.max(0, ...ranked.map(({ throughput }) => throughput?.rounds ?? 0));
  return rounds < fewestForAny;
}

function lacksPercentile({ throughput, level, latency, serviceTime }: Row): boolean {
  const [percentiles, percent] =
    level.loop === "open" ? ([latency, 99.9] as const) : ([serviceTime, 99] as const);
  const shown = percent === 99.9 ? percentiles?.p999Ms : percentiles?.p99Ms;
  if (percentiles?.unanswered.includes(percent)) return false;
  return throughput !== null && (shown === null || shown === undefined);
}

function hasLostWindows({ throughput, windows }: Row): boolean {
  return throughput !== null && windows.valid < windows.planned;
}

const unansweredKinds = new Set<string>([
  "unfinished",
  "unanswered-connections",
  "generator-limit",
]);

/** Requests without any answer are no errors yet, and no reason to call all of them right. */
function hasUnanswered({ cautions }: Row): boolean {
  return cautions.some(({ kind }) => unansweredKinds.has(kind));
}
