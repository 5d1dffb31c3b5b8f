import type { Row } from "@stackbench/report";

type Rounds = Pick<Row, "byRound">;

/** The rounds of a row that had a right answer: where there was none, there is no ratio to another round, and no law. */
export function answeredRounds({ byRound }: Rounds): Row["byRound"] {
  return byRound.filter(({ throughput }) => throughput > 0);
}

/** Requests/s of each of those rounds, by its number; all positive. */
export function throughputsByRound(row: Rounds): Map<number, number> {
  return new Map(answeredRounds(row).map(({ round, throughput }) => [round, throughput]));
}
