/** What scripts can rely on. */
export const exitCodes = {
  ok: 0,
  /** It finished, but a row failed, a check did not hold or a verification found differences. */
  failed: 1,
  /** The command line asks for something that cannot be. */
  usage: 2,
  /** A comparison found something slower, or a row misses its SLO. */
  slower: 3,
  /** The machine cannot do it: no engine, full disk, no permission. */
  host: 4,
  /** It finished, but a row or a side of a comparison has not one valid window, or an SLO is undecided: nothing is known of it. */
  invalid: 5,
  /** Ctrl-C or SIGTERM; what was measured is on disk. */
  interrupted: 130,
} as const;

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The first of these that applies is the program's: what was found before what could not be found out. */
const weightiestFirst: readonly number[] = [
  exitCodes.interrupted,
  exitCodes.host,
  exitCodes.usage,
  exitCodes.slower,
  exitCodes.failed,
  exitCodes.invalid,
];

/** The one code for all that happened. What a code of less weight stands for is in the output all the same. */
export function weightiest(codes: readonly number[]): number {
  return weightiestFirst.find((code) => codes.includes(code)) ?? exitCodes.ok;
}

/** What the rows of a table deserve. */
export function codeOfRows(rows: readonly { status: string }[]): ExitCode {
  const has = (status: string): boolean => rows.some((row) => row.status === status);
  if (has("failed")) return exitCodes.failed;
  // Of a row that was never measured nothing is known either, though the run may have ended as planned.
  return has("invalid") || has("pending") ? exitCodes.invalid : exitCodes.ok;
}
