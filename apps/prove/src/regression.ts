import { measurementOf } from "@stackbench/experiments";
import type { Selected } from "@stackbench/model";
import { type CommandInput, readChoice, say } from "@stackbench/terminal";
import { chooseDriver, driverChoices, readDriver } from "@stackbench/session";
import { randomInt } from "node:crypto";
import { describeSeconds, PartsLeft } from "./describe-left.ts";
import { experimentOf, holdTrial } from "./hold-trial.ts";
import {
  burns,
  describeTrial,
  judgeTrials,
  longestTrialSeconds,
  wantedTrials,
  type Burn,
  type RegressionTrial,
} from "./judge-regression.ts";
import { stackIdOf } from "./copies.ts";
import { burningPair } from "./burning-pair.ts";
import { passOn } from "./pass-on.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { readMore, type RunsAsked } from "./runs-asked.ts";
import { renamedServers } from "./renamed-servers.ts";
import { settingsOf, type RunSettings } from "./trial.ts";

export const regressionProof = proofCommand<RegressionTrial, ProofRequest, RunSettings>({
  name: "regression",
  summary: "5 % more CPU a request is found by the pr protocol in six minutes, 1 % is left alone",
  options: {
    trials: {
      value: "n",
      help: "how many more trials to hold of each",
      default: `until ${wantedTrials[5]} of 5 % and ${wantedTrials[1]} of 1 % are kept`,
    },
    stack: {
      value: "id:variant",
      help: "a Node variant that burns more on top of its own work",
      default: "a reference server of one speed",
    },
    burn: {
      value: "percent",
      help: "5, 1 or both in turn",
      default: "both; 5 with --stack, whose two speeds hide 1 %",
    },
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    budget: {
      value: "time",
      help: "seconds of measuring a trial",
      default: "of the pr protocol; 60s with --short",
    },
    "half-width": {
      value: "percent",
      help: "stop when the interval is as narrow",
      default: "of the pr protocol",
    },
    rounds: { value: "n", help: "most rounds of a trial", default: "of the pr protocol" },
    warmup: { value: "time", help: "load before the first window", default: "of the pr protocol" },
    duration: { value: "time", help: "length of a window", default: "of the pr protocol" },
    windows: { value: "n", help: "windows in one bring-up", default: "of the pr protocol" },
    short: { help: "one trial of each: the sign must be right, and 1 % give no verdict" },
  },
  // 2: what `--stack=` burns is what its name says; it was a tenth and more where a twentieth was meant.
  version: 2,
  read: readAsked,
  // A stack of the person's has a file of its own.
  fileName: ({ stack }) => (stack === undefined ? "regression" : `regression-${stackIdOf(stack)}`),
  measure: measureRegression,
  judge: ({ trials, settings }, { burn, short }) =>
    judgeTrials(trials, { chosenBurns: burnsOf(burn, isOfReference(settings)), short }),
});

interface ProofRequest extends RunsAsked {
  burn: `${Burn}` | "both" | undefined;
  /** Undefined: reference servers. */
  stack: string | undefined;
}

/** A reference server has one speed: on another stack 1 % is less than what a start draws. */
function burnsOf(asked: ProofRequest["burn"], isReference: boolean): Burn[] {
  const burn = asked ?? (isReference ? "both" : "5");
  return burns.filter((one) => burn === "both" || burn === `${one}`);
}

function isOfReference({ variants }: Pick<RunSettings, "variants">): boolean {
  return variants.every((key) => stackIdOf(key) === "reference-servers");
}

function readAsked({ values, switches }: CommandInput): ProofRequest {
  const short = switches.has("short");
  const burn = values["burn"];
  return {
    short,
    burn:
      burn === undefined
        ? undefined
        : readChoice<`${Burn}` | "both">("burn", burn, ["5", "1", "both"], "both"),
    stack: values["stack"],
    driver: readDriver(values),
    more: readMore("trials", values),
    options: {
      protocol: "pr",
      ...passOn(values, {
        budget: short ? "60s" : undefined,
        "half-width": undefined,
        rounds: undefined,
        warmup: short ? "300ms" : undefined,
        duration: short ? "500ms" : undefined,
        windows: undefined,
      }),
    },
  };
}

async function measureRegression(
  { short, burn: askedBurn, stack, driver, options, ...asked }: ProofRequest,
  open: OpenLog<RegressionTrial, RunSettings>,
): Promise<ProofLog<RegressionTrial, RunSettings>> {
  const chosen = await chooseDriver(driver);
  try {
    const orders = await Promise.all(
      burnsOf(askedBurn, stack === undefined).map(async (burn) => {
        const selected = await pairOf(burn, stack);
        return {
          burn,
          selected,
          experiment: experimentOf(measurementOf(options), selected, chosen),
        };
      }),
    );
    // The arms have the same names whatever the burn, so the settings are those of either.
    const log = await open(settingsOf(orders[0]!.experiment));
    const held = (burn: Burn) => log.trials.filter((trial) => trial.burn === burn).length;
    const parts = orders.map((order) => {
      const wanted = short ? 1 : wantedTrials[order.burn];
      return { ...order, more: asked.more ?? Math.max(0, wanted - held(order.burn)) };
    });
    const all = parts.reduce((sum, { more }) => sum + more, 0);
    const left = new PartsLeft("regression", all, longestTrialSeconds);
    if (all > 0)
      say(
        `regression: ${all} trials to hold, at most ${describeSeconds(longestTrialSeconds)} each`,
      );
    // In turn, so that a change of the machine meets both.
    for (let turn = 0; turn < Math.max(0, ...parts.map(({ more }) => more)); turn++) {
      for (const { burn, selected, experiment, more } of parts) {
        if (turn >= more) continue;
        left.next(`${burn} % more CPU, trial ${held(burn) + 1}`);
        const trial = await holdTrial({ selected, chosen, experiment, seed: randomInt(2 ** 31) });
        const entry = { burn, ...trial };
        await log.append(entry);
        say(describeTrial(entry));
      }
    }
    return log;
  } finally {
    await chosen.driver.close();
  }
}

/** `base` and `head` are variants of one stack, so that they share an image. */
function pairOf(burn: Burn, stack: string | undefined): Promise<Selected[]> {
  return stack === undefined
    ? renamedServers({ base: "burn-0", head: `burn-${burn}` })
    : burningPair(stack, burn);
}
