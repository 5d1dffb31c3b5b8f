import { type CommandInput, readChoice, readInteger, readList } from "@stackbench/terminal";
import type { SlowestClosedLoop } from "@stackbench/session";
import { UsageError, type Workload, type LoadLevel } from "@stackbench/model";

const arrivalLaws = ["poisson", "constant"] as const;
type ArrivalLaw = (typeof arrivalLaws)[number];

/** A rate as given: requests/s, or a share of the slowest variant's closed-loop throughput. */
type Rate = { perSecond: number } | { share: number };

/** `--connections` and `--rate` as given. */
export interface RequestedLevels {
  connections: number[];
  /** Absent in a closed loop. */
  open?: { rates: Rate[]; arrivals: ArrivalLaw };
}

/** Throws UsageError. */
export function readLevels({ values }: Pick<CommandInput, "values">): RequestedLevels {
  const rates = readRates(values["rate"]);
  if (rates === undefined && values["arrivals"] !== undefined) {
    throw new UsageError("--arrivals: expected an open loop (--rate=) with it, got none");
  }
  const fallback = rates === undefined ? "64" : "256";
  const parts = readList(values["connections"] ?? fallback);
  if (parts.length === 0) {
    throw new UsageError(`--connections: expected numbers such as 64, 16,256 or 1..512`);
  }
  const connections = parts.flatMap(readConnections);
  refuseRepeated("connections", connections);
  if (rates === undefined) return { connections };
  const arrivals = readChoice("arrivals", values["arrivals"], arrivalLaws, "poisson");
  return { connections, open: { rates, arrivals } };
}

/** `64`; or `1..512`: from the first number on each twice the one before, and the last. Throws UsageError. */
function readConnections(text: string): number[] {
  const range = /^(.+)\.\.(.+)$/.exec(text);
  const [from, to] = (range ? [range[1], range[2]] : [text, text]).map((part) =>
    readInteger("connections", part, 64, { min: 1, max: 20_000 }),
  ) as [number, number];
  if (!range) return [from];
  if (from >= to) {
    throw new UsageError(
      `--connections: expected a range that rises, such as 1..512, got "${text}"`,
    );
  }
  const doubled: number[] = [];
  for (let count = from; count < to; count *= 2) doubled.push(count);
  return [...doubled, to];
}

/** Every combination of connections with a rate; shares are 1 request/s until that throughput is known. */
export function levelsOf(
  { connections, open }: RequestedLevels,
  slowest?: SlowestClosedLoop,
): LoadLevel[] {
  if (!open) return connections.map((count) => ({ loop: "closed", connections: count }));
  const { rates, arrivals } = open;
  const perSecond = withoutRepeated(rates.flatMap((rate) => ratesPerSecond(rate, slowest)));
  return connections.flatMap((count) =>
    perSecond.map((level) => ({ loop: "open" as const, connections: count, arrivals, ...level })),
  );
}

/** Whether a rate is given that can only be known once closed-loop throughput is measured. */
export function needsClosedLoop({ open }: RequestedLevels): boolean {
  return open?.rates.some((rate) => "share" in rate) ?? false;
}

/** A rate, of one workload alone where it is a share of that one's throughput. */
interface KnownRate {
  ratePerSecond: number;
  workload?: Workload;
}

function ratesPerSecond(rate: Rate, slowest: SlowestClosedLoop | undefined): KnownRate[] {
  if ("perSecond" in rate) return [{ ratePerSecond: rate.perSecond }];
  if (slowest === undefined) return [{ ratePerSecond: 1 }];
  // Three digits: more would pretend to know that throughput better than it is known.
  return [...slowest].map(([workload, throughput]) => ({
    ratePerSecond: Number((throughput * rate.share).toPrecision(3)),
    workload,
  }));
}

/**
 * Shares that come to the same rate of a workload, among themselves or with a rate that is given, are one level: this
 * is known only once that throughput is, too late to refuse it.
 */
function withoutRepeated(rates: readonly KnownRate[]): KnownRate[] {
  const ofAll = new Set(rates.filter(isOfAll).map(({ ratePerSecond }) => ratePerSecond));
  const kept = new Map<string, KnownRate>();
  for (const rate of rates) {
    if (!isOfAll(rate) && ofAll.has(rate.ratePerSecond)) continue;
    kept.set(`${rate.workload ?? ""} ${rate.ratePerSecond}`, rate);
  }
  return [...kept.values()];
}

function isOfAll({ workload }: KnownRate): boolean {
  return workload === undefined;
}

/** Two levels of one name would be two windows of one name, of which a resumed run holds one. */
function refuseRepeated(name: string, values: readonly (number | string)[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) {
    throw new UsageError(`--${name}: expected different values, got ${twice} twice`);
  }
}

function readRates(text: string | undefined): Rate[] | undefined {
  if (text === undefined) return undefined;
  const parts = readList(text);
  const rates = parts.map((part): Rate | undefined => {
    const match = /^(\d+(?:\.\d+)?)(%|k)?$/.exec(part);
    if (!match) return undefined;
    const value = Number(match[1]);
    if (match[2] === "%") return value > 0 && value <= 150 ? { share: value / 100 } : undefined;
    const perSecond = match[2] === "k" ? value * 1000 : value;
    return perSecond >= 1 && perSecond <= 1e6 ? { perSecond } : undefined;
  });
  const known = rates.filter((rate) => rate !== undefined);
  if (known.length === 0 || known.length < rates.length) {
    throw new UsageError(
      `--rate: expected requests/s from 1 to 1,000,000 such as 1000 or 5k, or a share of the slowest variant's closed-loop throughput such as 50%, got "${text}"`,
    );
  }
  refuseRepeated(
    "rate",
    known.map((rate) => ("share" in rate ? `${rate.share * 100}%` : rate.perSecond)),
  );
  return known;
}
