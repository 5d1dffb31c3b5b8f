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
} from "@stackbench/plan";

const names = ["quick", "pr", "nightly", "publish"] as const;
/** Options that make a preset a custom protocol. */
const changing = ["rounds", "budget", "half-width", "duration", "warmup", "windows", "order"];

/** A preset of `--protocol` with what other options change in it. `variants`: how many are compared. */
export function readProtocol(
  { values }: CommandInput,
  variants: number,
): Pick<
  Experiment,
  "protocol" | "rounds" | "windowsPerSitting" | "warmupSeconds" | "durationSeconds"
> {
  const name = readChoice("protocol", values["protocol"], names, "quick");
  const preset = protocolPresets[name];
  const changed = changing.some((option) => values[option] !== undefined);
  const rounds = readInteger("rounds", values["rounds"], mostRounds(preset, variants), {
    min: 1,
    max: 1000,
  });
  const order = readOrder(values["order"], preset, variants);
  const protocol: Protocol = {
    name: changed ? "custom" : name,
    version: 2,
    order,
    minRounds: Math.min(rounds, preset.firstLook),
    looks: looksOf(preset, rounds),
    halfWidthTarget: readHalfWidth(values["half-width"], preset.halfWidthTarget),
    budgetSeconds:
      values["budget"] === "none" ? null : readBudget(values["budget"], preset.budgetSeconds),
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
    windowsPerSitting: readInteger("windows", values["windows"], preset.windowsPerSitting, {
      min: 1,
      max: 100,
    }),
    warmupSeconds: readSeconds("warmup", values["warmup"], preset.warmupSeconds, {
      min: 0,
      max: 600,
    }),
    durationSeconds: readSeconds("duration", values["duration"], preset.durationSeconds, {
      min: 0.1,
      max: 3600,
    }),
  };
}

/** A preset that would have too many up at once holds them one at a time. */
function readOrder(text: string | undefined, preset: ProtocolPreset, variants: number): RoundOrder {
  const isMany = variants > mostAlternating;
  if (text === undefined && isMany && preset.order === "alternating") return "interleaved";
  const order = readChoice("order", text, roundOrders, preset.order);
  if (order === "alternating" && isMany) {
    throw new UsageError(
      `--order=alternating: all variants are up at once, expected at most ${mostAlternating}, got ${variants}. Choose fewer, or --order=interleaved.`,
    );
  }
  return order;
}

function readBudget(text: string | undefined, fallback: number | null): number | null {
  if (text === undefined) return fallback;
  return readSeconds("budget", text, 0, { min: 10, max: 7 * 24 * 3600 });
}

function readHalfWidth(text: string | undefined, fallback: number | null): number | null {
  if (text === undefined) return fallback;
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
