/** What scripts can rely on. */
export const exitCodes = {
  ok: 0,
  /** It finished, but a row failed, a check did not hold or a verification found differences. */
  failed: 1,
  /** The command line asks for something that cannot be. */
  usage: 2,
  /** A comparison found something slower. */
  slower: 3,
  /** The machine cannot do it: no engine, full disk, no permission. */
  host: 4,
  /** Ctrl-C or SIGTERM; what was measured is on disk. */
  interrupted: 130,
} as const;
