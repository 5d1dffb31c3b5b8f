import { type CommandInput, readChoice, readInteger, readSeconds } from "@stackbench/terminal";
import {
  roundOrders,
  UsageError,
  type Experiment,
  type Protocol,
  type RoundOrder,
} from "@stackbench/model";
import {
  looksOf,
  mostAlternating,
  mostRounds,
  protocolPresets,
  spareRounds,
  type ProtocolPreset,
  type WindowLengths,
} from "@stackbench/plan";

/** The most that a window of so many requests may take where nothing else is said, s. */
const longestBoundedSeconds = 600;

const names = ["quick", "pr", "nightly", "publish"] as const;

/** `--protocol` and what other options change in it, as given. */
export interface RequestedProtocol {
  name: (typeof names)[number];
  rounds?: number;
  /** Null for none. */
  budgetSeconds?: number | null;
  /** A share; null for none. */
  halfWidthTarget?: number | null;
  durationSeconds?: number;
  /** A window ends with so many; absent where it ends by time. */
  windowRequests?: number;
  warmupSeconds?: number;
  warmupAtMostSeconds?: number;
  windowsPerSitting?: number;
  order?: RoundOrder;
}

/** `preset`: the one that is taken where none is named. Throws UsageError. */
export function readProtocol(
  { values }: Pick<CommandInput, "values">,
  preset: RequestedProtocol["name"] = "quick",
): RequestedProtocol {
  const given = <Value>(option: string, read: (text: string) => Value): Value | undefined => {
    const text = values[option];
    return text === undefined ? undefined : read(text);
  };
  const warmUp = given("warmup", readWarmUp);
  const asked: { [Name in keyof RequestedProtocol]: RequestedProtocol[Name] | undefined } = {
    name: readChoice("protocol", values["protocol"], names, preset),
    rounds: given("rounds", (text) => readInteger("rounds", text, 1, { min: 1, max: 1000 })),
    budgetSeconds: given("budget", readBudget),
    halfWidthTarget: given("half-width", readHalfWidth),
    durationSeconds: given("duration", (text) =>
      readSeconds("duration", text, 1, { min: 0.1, max: 3600 }),
    ),
    windowRequests: given("requests", (text) =>
      readInteger("requests", text, 1, { min: 1, max: 10_000_000 }),
    ),
    warmupSeconds: warmUp?.least,
    warmupAtMostSeconds: warmUp?.most,
    windowsPerSitting: given("windows", (text) =>
      readInteger("windows", text, 1, { min: 1, max: 100 }),
    ),
    order: given("order", (text) => readChoice("order", text, roundOrders, "interleaved")),
  };
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as unknown as RequestedProtocol;
}

/** What an experiment of so many variants holds. Throws UsageError for more of them than an order can have. */
export function protocolOf(
  asked: RequestedProtocol,
  variants: number,
): Pick<
  Experiment,
  | "protocol"
  | "rounds"
  | "windowsPerSitting"
  | "warmupSeconds"
  | "warmupAtMostSeconds"
  | "durationSeconds"
  | "windowRequests"
> {
  const { name, ...changes } = asked;
  const preset = protocolPresets[name];
  const rounds = asked.rounds ?? mostRounds(preset, variants);
  const order = orderOf(asked.order, preset, variants);
  const orElse = <Value>(value: Value | undefined, fallback: Value): Value =>
    value === undefined ? fallback : value;
  const protocol: Protocol = {
    name: Object.keys(changes).length > 0 ? "custom" : name,
    version: 2,
    order,
    minRounds: Math.min(rounds, preset.firstLook),
    looks: looksOf(preset, rounds),
    halfWidthTarget: orElse(asked.halfWidthTarget, preset.halfWidthTarget),
    budgetSeconds: orElse(asked.budgetSeconds, preset.budgetSeconds),
    spareRounds,
  };
  if (order === "sequential") {
    // Rounds are not held one after the other: nothing can be decided between them.
    Object.assign(protocol, {
      looks: [],
      minRounds: rounds,
      halfWidthTarget: null,
      budgetSeconds: null,
      spareRounds: 0,
    });
  }
  return {
    protocol,
    rounds,
    windowsPerSitting: asked.windowsPerSitting ?? preset.windowsPerSitting,
    warmupSeconds: asked.warmupSeconds ?? preset.warmupSeconds,
    ...(asked.warmupAtMostSeconds !== undefined && {
      warmupAtMostSeconds: asked.warmupAtMostSeconds,
    }),
    ...lengthOf(asked, preset),
  };
}

/** How short a budget may make warm-up and window; undefined where the preset has no such, or somebody said how long or how many. */
export function shortestOf({
  name,
  rounds,
  warmupSeconds,
  durationSeconds,
}: RequestedProtocol): WindowLengths | undefined {
  const said = [rounds, warmupSeconds, durationSeconds];
  return said.every((each) => each === undefined) ? protocolPresets[name].shortest : undefined;
}

/** `2s`, or `300ms..2s`: at least, and where throughput has not settled at most. */
function readWarmUp(text: string): { least: number; most: number | undefined } {
  const ends = text.split("..");
  const [first = "", last] = ends;
  if (ends.length > 2) {
    throw new UsageError(
      `--warmup: expected a duration or two with .. between, such as 300ms..2s, got "${text}"`,
    );
  }
  const least = readSeconds("warmup", first, 0, { min: 0, max: 600 });
  const most = readSeconds("warmup", last, Number.NaN, { min: least, max: 600 });
  return { least, most: last === undefined ? undefined : most };
}

/** How a window ends: a preset's length is too short a limit for one that ends with its requests. */
function lengthOf(
  { durationSeconds, windowRequests }: RequestedProtocol,
  preset: ProtocolPreset,
): Pick<Experiment, "durationSeconds" | "windowRequests"> {
  if (windowRequests === undefined) {
    return { durationSeconds: durationSeconds ?? preset.durationSeconds };
  }
  return { windowRequests, durationSeconds: durationSeconds ?? longestBoundedSeconds };
}

/** A preset that would have too many up at once holds them one at a time. */
function orderOf(
  order: RoundOrder | undefined,
  preset: ProtocolPreset,
  variants: number,
): RoundOrder {
  const isMany = variants > mostAlternating;
  if (isMany && order === "alternating") {
    throw new UsageError(
      `--order=alternating: all variants are up at once, expected at most ${mostAlternating}, got ${variants}. Choose fewer, or --order=interleaved.`,
    );
  }
  if (order !== undefined) return order;
  return isMany && preset.order === "alternating" ? "interleaved" : preset.order;
}

function readBudget(text: string): number | null {
  if (text === "none") return null;
  return readSeconds("budget", text, 0, { min: 10, max: 7 * 24 * 3600 });
}

function readHalfWidth(text: string): number | null {
  if (text === "none") return null;
  const match = /^(\d+(?:\.\d+)?)%?$/.exec(text);
  const percent = match ? Number(match[1]) : Number.NaN;
  if (!(percent >= 0.1 && percent <= 100)) {
    throw new UsageError(
      `--half-width: expected a percentage from 0.1% to 100% such as 3%, or none, got "${text}"`,
    );
  }
  return percent / 100;
}
