import { compareArms, type ArmComparison } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "./outcome.ts";

/** One round of one workload by both drivers: requests/s by variant, of valid windows. */
export interface AgreementRound {
  workload: string;
  docker: Record<string, number>;
  swarm: Record<string, number>;
}

/** Rounds of what is judged, and of what is told. Fewer than six bound nothing. */
export const wantedRounds = { whole: 20, short: 6 } as const;
export const toldRounds = wantedRounds.short;

/** Whether the network between load and server costs a request nothing to speak of. */
export function isJudged(workload: string): boolean {
  return workload !== "hello";
}

/** How far an interval of a ratio may reach to either side. */
const tolerance = 0.05;

/** A figure of each round by either driver, and its ratio between them. */
interface Agreement {
  what: string;
  rounds: number;
  /** Of the figure on the Swarm to that in Docker; undefined where no round has both. */
  found: ArmComparison | undefined;
}

/**
 * The answer to a comparison is the ratio of two variants: it must be the same, as must each one's throughput, where the network costs nothing to
 * speak of. Between load and server is a bridge on a Swarm, a loopback in Docker: what that costs a request is the same for both variants, which
 * moves the ratio of two that answer in microseconds towards 1. That is told.
 */
export function judgeSwarmAgreement(trials: readonly AgreementRound[], short: boolean): Judgement {
  const byWorkload = [...Map.groupBy(trials, ({ workload }) => workload)];
  const of = (bound: boolean): Agreement[] =>
    byWorkload
      .filter(([workload]) => isJudged(workload) === bound)
      .flatMap(([workload, rounds]) => [
        answerOf(workload, rounds),
        ...throughputOf(workload, rounds),
      ]);
  const [judged, told] = [of(true), of(false)];
  const wanted = short ? wantedRounds.short : wantedRounds.whole;
  return {
    text: [
      "swarm to docker, with 95 % intervals:",
      ...[...judged, ...told].map(describe),
      ...(told.length > 0
        ? [
            "",
            "`hello` is told only: between load and server is a bridge on a Swarm, a loopback in Docker.",
            "",
          ]
        : [""]),
    ].join("\n"),
    targets:
      judged.length === 0
        ? [{ name: "rounds of what is judged", value: 0, atLeast: wanted }]
        : judged.flatMap((agreement) => targetsOf(agreement, wanted)),
    figures: { judged, told },
  };
}

function answerOf(workload: string, rounds: readonly AgreementRound[]): Agreement {
  const variants = variantsOf(rounds);
  const [first, second] = variants;
  const ratio = (side: Record<string, number>): number | undefined => {
    const [a, b] = [side[first!], side[second!]];
    return a === undefined || b === undefined ? undefined : a / b;
  };
  return agreementOf(`${workload}: ${variants.join(" to ")}`, rounds, ratio);
}

function throughputOf(workload: string, rounds: readonly AgreementRound[]): Agreement[] {
  return variantsOf(rounds).map((variant) =>
    agreementOf(`${workload}: throughput of ${variant}`, rounds, (side) => side[variant]),
  );
}

function variantsOf(rounds: readonly AgreementRound[]): string[] {
  const all = rounds.flatMap(({ docker, swarm }) => [
    ...Object.keys(docker),
    ...Object.keys(swarm),
  ]);
  return [...new Set(all)].toSorted();
}

function agreementOf(
  what: string,
  rounds: readonly AgreementRound[],
  figure: (side: Record<string, number>) => number | undefined,
): Agreement {
  const arm = (side: "docker" | "swarm") =>
    new Map(
      rounds.flatMap((round, index) => {
        const value = figure(round[side]);
        return value === undefined ? [] : [[index, value] as const];
      }),
    );
  const arms = { swarm: arm("swarm"), docker: arm("docker") };
  const both = [...arms.swarm.keys()].filter((index) => arms.docker.has(index));
  const [found] = both.length === 0 ? [] : compareArms(new Map(Object.entries(arms)));
  return { what, rounds: both.length, found };
}

function describe({ what, rounds, found }: Agreement): string {
  if (!found) return `${what}  no round has both`;
  const { ratio, low, high } = found;
  const interval = high < Infinity ? `${decimals(low, 3)} to ${decimals(high, 3)}` : "unbounded";
  return `${what}  ${decimals(ratio, 3)} (${interval}; ${rounds} rounds)`;
}

function targetsOf({ what, rounds, found }: Agreement, wanted: number): Target[] {
  const enough: Target = { name: `${what}: rounds that both have`, value: rounds, atLeast: wanted };
  if (!found) return [enough];
  return [
    enough,
    { name: `${what}: low end`, value: found.low, atLeast: 1 - tolerance },
    { name: `${what}: high end`, value: found.high, atMost: 1 + tolerance },
  ];
}
