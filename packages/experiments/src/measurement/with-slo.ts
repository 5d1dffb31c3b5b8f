import {
  experimentSchema,
  partsOf,
  UsageError,
  type Experiment,
  type SloTerm,
} from "@stackbench/model";
import { describeTerm, fewestForVerdict, type Row } from "@stackbench/report";
import { fewestForRanks } from "@stackbench/statistics";
import { exitCodes, weightiest } from "@stackbench/terminal";

/**
 * An experiment whose rows are judged by `slo` at its levels as they are: it holds six rounds before it stops early.
 * `areRatesKnown`: none follows from a closed loop that is measured later. Throws UsageError for what could never be said
 * to be kept.
 */
export function withSlo(
  experiment: Experiment,
  slo: readonly SloTerm[] | undefined,
  areRatesKnown: boolean,
): Experiment {
  if (slo === undefined) return experiment;
  if (experiment.rounds < fewestForRanks) {
    throw new UsageError(
      `--slo: expected ${fewestForRanks} rounds or more, for a verdict needs an interval over rounds; got --rounds=${experiment.rounds}`,
    );
  }
  if (areRatesKnown) for (const term of slo) refuseThin(term, experiment);
  const { protocol } = experiment;
  return experimentSchema.parse({
    ...experiment,
    slo,
    protocol: {
      ...protocol,
      minRounds: Math.max(protocol.minRounds, fewestForRanks),
      ...(protocol.looks && { looks: protocol.looks.filter((look) => look >= fewestForRanks) }),
    },
  });
}

/** A term that all rounds together have too few requests for. How many a closed loop will ask is not known beforehand. */
function refuseThin(term: SloTerm, experiment: Experiment): void {
  const { levels, rounds, windowsPerSitting } = experiment;
  const share = shareOf(term, experiment);
  const ofLevels = levels.flatMap((level) => requestsIn(level, experiment) ?? []);
  const requests = Math.floor(Math.min(...ofLevels) * windowsPerSitting * rounds * share);
  const fewest = fewestForVerdict(term);
  if (!(requests < fewest)) return;
  const longer = Math.ceil(fewest / requests);
  throw new UsageError(
    `--slo: expected ${fewest.toLocaleString("en")} requests or more for ${describeTerm(term)}, so that enough may lie beyond it; ${rounds} rounds have about ${requests.toLocaleString("en")}: take ${longer} times the --duration, --rounds or rate, or a limit that asks less`,
  );
}

/** Of all requests, those that a term is about. */
function shareOf({ workload, request }: SloTerm, experiment: Experiment): number {
  const whose = request ?? workload;
  const parts = partsOf(experiment, request === undefined ? "mix" : "custom") ?? [];
  if (parts.length === 0) return 1;
  const weights = parts.map(({ weight }) => weight);
  const part = parts.find(({ name }) => name === whose);
  // Without a name the term is about each part: the rarest tells.
  const weight = part?.weight ?? Math.min(...weights);
  return weight / weights.reduce((sum, one) => sum + one, 0);
}

/** Of one window; undefined where nobody knows beforehand. */
function requestsIn(
  level: Experiment["levels"][number],
  { durationSeconds, windowRequests }: Experiment,
): number | undefined {
  return level.loop === "open" ? level.ratePerSecond * durationSeconds : windowRequests;
}

/**
 * What rows deserve by their SLO: what is missed is too slow, as what a comparison found slower is; of what is undecided
 * nothing is known.
 */
export function codeOfSlos(rows: readonly Pick<Row, "slo" | "checks">[]): number {
  const verdicts = rows
    .filter(({ checks }) => checks === null)
    .flatMap(({ slo = [] }) => slo.map(({ verdict }) => verdict));
  return weightiest([
    verdicts.includes("misses") ? exitCodes.slower : exitCodes.ok,
    verdicts.includes("undecided") ? exitCodes.invalid : exitCodes.ok,
  ]);
}
