import type { Row } from "../row.ts";

/** One failure, however many rows of a variant have it. */
export interface DistinctFailure {
  key: string;
  workloads: string[];
  failure: NonNullable<Row["failure"]>;
  /** `failed at verify`, with the rounds where it was not all of them. */
  said: string;
}

/** The failures of these rows, each once, in the order of the rows. */
export function distinctFailures(rows: readonly Row[]): DistinctFailure[] {
  const failed = rows.flatMap((row) => (row.failure ? [{ row, failure: row.failure }] : []));
  const distinct = Map.groupBy(failed, ({ row, failure }) =>
    JSON.stringify([row.stack, row.variant, failure.stage, failure.message]),
  );
  return [...distinct.values()].map((same) => {
    const { row, failure } = same[0]!;
    const isAlways = same.every((entry) => entry.row.windows.failed === entry.row.windows.planned);
    const rounds = isAlways
      ? ""
      : ` in ${row.windows.failed} of ${row.windows.planned} windows, first in round ${failure.round}`;
    return {
      key: row.key,
      workloads: [...new Set(same.map((entry) => entry.row.workload))],
      failure,
      said: `failed at ${failure.stage}${rounds}`,
    };
  });
}
