import { say, ms } from "@stackbench/terminal";
import { createGenerator, readDriver, type DriverChoice } from "@stackbench/session";
import { stealShareOf, timesOf } from "@stackbench/model";
import {
  closedLoops,
  freezes,
  judgeStall,
  openLoop,
  variants,
  type Loop,
  type StallTrial,
} from "./judge-stall.ts";
import { driverOption, openReferenceServers } from "./open-reference-servers.ts";
import { percentilesOf, percents } from "./percentiles.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { describeSteal, lacksWindow } from "./undisturbed.ts";

export const stallProof = proofCommand<StallTrial, ProofRequest>({
  name: "stall",
  summary: "an open loop sees a server's freezes as they are, a closed loop does not",
  options: driverOption,
  version: 1,
  read: ({ values, switches }) => ({
    driver: readDriver(values),
    // Whole periods: wherever the first freeze lies, a window holds as many parts of freezes as make whole ones.
    ...(switches.has("short") ? { periods: 1, wanted: 1 } : { periods: 6, wanted: 4 }),
  }),
  measure: measureStall,
  judge: ({ trials }, { wanted }) => judgeStall(trials, wanted),
});

interface ProofRequest {
  driver: DriverChoice;
  /** Of freezing, in a window. */
  periods: number;
  /** Windows of each variant and loop. */
  wanted: number;
}

async function measureStall(
  { driver, periods, wanted }: ProofRequest,
  open: OpenLog<StallTrial>,
): Promise<ProofLog<StallTrial>> {
  await using reference = await openReferenceServers(driver, variants);
  const log = await open({ periods, driver: reference.driver });
  for (const variant of variants) {
    const seconds = (periods * freezes[variant].periodMs) / 1000;
    const isLacking = (loop: Loop): boolean =>
      lacksWindow(
        log.trials.filter((trial) => trial.variant === variant && trial.loop === loop.id),
        wanted,
      );
    const loops = [openLoop, ...closedLoops];
    while (loops.some(isLacking)) {
      await using sitting = await reference.bringUp(variant);
      for (const loop of loops.filter(isLacking)) {
        const { load, use, record } = await reference.load(sitting, {
          generator: createGenerator(loop.generator),
          level: loop.level,
          warmupSeconds: 1,
          seconds,
          seed: log.trials.length + 1,
        });
        const trial: StallTrial = {
          variant,
          loop: loop.id,
          answers: load.succeeded,
          freezes: record.freezes.length,
          stealShare: stealShareOf(use) ?? null,
          trueMs: percentilesOf(record.residence),
          reportedMs: percentilesOf(timesOf(load)!),
        };
        await log.append(trial);
        say(
          `${variant.padEnd(12)} ${loop.id.padEnd(18)} ${percents.map((p) => `p${p} ${ms(trial.reportedMs[p])}`).join("  ")}  steal ${describeSteal(trial)}`,
        );
      }
    }
  }
  return log;
}
