import { randomInt } from "node:crypto";
import { fixedRounds, measurementOf } from "@stackbench/experiments";
import { UsageError, type Experiment, type Selected } from "@stackbench/model";
import { chooseDriver, chooseVariants, type ChosenDriver } from "@stackbench/session";
import { hostOption, say, type CommandInput } from "@stackbench/terminal";
import { experimentOf, holdTrial } from "./hold-trial.ts";
import {
  isJudged,
  judgeSwarmAgreement,
  toldRounds,
  wantedRounds,
  type AgreementRound,
} from "./judge-swarm-agreement.ts";
import { passOn } from "./pass-on.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { readMore } from "./runs-asked.ts";
import { settingsOf } from "./trial.ts";

/** Computes for long, so that the network counts for nothing; answers at once, so that it is most of what there is. */
const workloads = ["hash-sort", "hello"] as const;
/** Of one speed each: which of its two `fastify:bare` draws at a start scatters a round by more than is to be shown. */
const defaultStack = "node-http:bare,express:bare";
type Side = "docker" | "swarm";

export const swarmAgreementProof = proofCommand<AgreementRound, ProofRequest>({
  name: "swarm-agreement",
  summary: "a Swarm of one node, which has every role, answers as Docker does on the same engine",
  options: {
    host: hostOption,
    stack: {
      value: "id:variant,id:variant",
      help: "the two that are compared with each other",
      default: defaultStack,
    },
    rounds: {
      value: "n",
      help: "how many more rounds to hold of each workload",
      default: `until ${wantedRounds.whole} are kept, ${toldRounds} where the network counts; ${wantedRounds.short} with --short`,
    },
    warmup: { value: "time", help: "load before a window, thrown away", default: "by protocol" },
    duration: { value: "time", help: "length of a window", default: "6s; 1s with --short" },
    short: { help: "few rounds with windows of a second, kept apart" },
  },
  version: 1,
  read: readAsked,
  measure: measureAgreement,
  judge: ({ trials }, { short }) => judgeSwarmAgreement(trials, short),
});

interface ProofRequest {
  short: boolean;
  stack: string;
  more: number | undefined;
  options: CommandInput["values"];
}

function readAsked({ values, switches }: CommandInput): ProofRequest {
  const short = switches.has("short");
  return {
    short,
    stack: values["stack"] ?? defaultStack,
    more: readMore("rounds", values),
    options: passOn(values, {
      protocol: "quick",
      // The same of both: by itself each has as many as it sees CPUs for.
      threads: "1",
      warmup: short ? "300ms" : undefined,
      // A round costs most of its time in four bring-ups: longer windows bring more than further rounds.
      duration: short ? "1s" : "6s",
    }),
  };
}

async function measureAgreement(
  { short, stack, more: asked, options }: ProofRequest,
  open: OpenLog<AgreementRound>,
): Promise<ProofLog<AgreementRound>> {
  const selected = await chooseVariants(stack);
  if (selected.length !== 2) {
    throw new UsageError(`--stack=${stack}: expected two variants, got ${selected.length}`);
  }
  await using sides = new AsyncDisposableStack();
  const choose = async (side: Side): Promise<ChosenDriver> => {
    const chosen = await chooseDriver(side);
    sides.defer(() => chosen.driver.close());
    return chosen;
  };
  const chosen = { docker: await choose("docker"), swarm: await choose("swarm") };
  const experimentFor = (side: Side, workload: string): Experiment => {
    // The protocol's one round is held as often as is asked here.
    const measurement = measurementOf({ ...options, rounds: "1", workload });
    return fixedRounds(experimentOf(measurement, selected, chosen[side]), 0);
  };
  const settings = workloads.map((workload) => settingsOf(experimentFor("docker", workload)));
  const log = await open({ docker: settings });
  const lacking = workloads.map((workload) => {
    const wanted = isJudged(workload) && !short ? wantedRounds.whole : toldRounds;
    const kept = log.trials.filter((trial) => trial.workload === workload).length;
    return { workload, more: asked ?? Math.max(0, wanted - kept) };
  });
  for (let turn = 0; turn < Math.max(...lacking.map(({ more }) => more)); turn++) {
    for (const { workload, more } of lacking) {
      if (turn >= more) continue;
      say(`swarm-agreement: ${workload}, round ${turn + 1} of ${more}`);
      const held = { docker: {}, swarm: {} };
      for (const side of inRandomOrder()) {
        const experiment = experimentFor(side, workload);
        held[side] = await holdRound(selected, chosen[side], experiment);
      }
      await log.append({ workload, ...held });
    }
  }
  return log;
}

/** Whoever comes second finds a warmer machine. */
function inRandomOrder(): Side[] {
  return randomInt(2) === 0 ? ["docker", "swarm"] : ["swarm", "docker"];
}

/** Requests/s by variant, of valid windows. */
async function holdRound(
  selected: readonly Selected[],
  chosen: ChosenDriver,
  experiment: Experiment,
): Promise<Record<string, number>> {
  const { throughput } = await holdTrial({
    selected,
    chosen,
    experiment,
    seed: randomInt(2 ** 31),
  });
  return Object.fromEntries(
    Object.entries(throughput).flatMap(([variant, rounds]) => {
      const [value] = Object.values(rounds);
      return value === undefined ? [] : [[variant, value] as const];
    }),
  );
}
