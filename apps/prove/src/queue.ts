import { say } from "@stackbench/terminal";
import { createGenerator, scheduleSlots, readDriver, type DriverChoice } from "@stackbench/session";
import { stealShareOf } from "@stackbench/model";
import { exponentialTest } from "@stackbench/statistics";
import {
  judgeQueue,
  level,
  ratePerSecond,
  serviceMs,
  type QueueExtent,
  type QueueTrial,
} from "./judge-queue.ts";
import { lindleyWait } from "./lindley-wait.ts";
import { driverOption, openReferenceServers } from "./open-reference-servers.ts";
import { meanMs } from "./percentiles.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { describeSteal, lacksWindow } from "./undisturbed.ts";

export const queueProof = proofCommand<QueueTrial, ProofRequest>({
  name: "queue",
  summary: "Poisson arrivals at one server of fixed service time wait as M/D/1 says",
  options: driverOption,
  version: 1,
  read: ({ values, switches }) => ({
    driver: readDriver(values),
    // The mean wait of n arrivals varies by sqrt(29 / n) of itself at this utilisation (simulated): 2.3 % for the
    // 56,000 of the long form.
    ...(switches.has("short")
      ? { seconds: 2, wanted: 20, againstLaw: false }
      : { seconds: 10, wanted: 40, againstLaw: true }),
  }),
  measure: measureQueue,
  judge: ({ trials }, extent) => judgeQueue(trials, extent),
});

interface ProofRequest extends QueueExtent {
  driver: DriverChoice;
  /** Of a window. */
  seconds: number;
}

async function measureQueue(
  { driver, seconds, wanted }: ProofRequest,
  open: OpenLog<QueueTrial>,
): Promise<ProofLog<QueueTrial>> {
  await using reference = await openReferenceServers(driver, ["queue"]);
  const log = await open({ seconds, driver: reference.driver });
  const isLacking = (): boolean => lacksWindow(log.trials, wanted);
  if (isLacking()) {
    await using sitting = await reference.bringUp("queue");
    while (isLacking()) {
      const seed = log.trials.length + 1;
      const { load, use, record } = await reference.load(sitting, {
        generator: createGenerator("stackbench"),
        level,
        warmupSeconds: 0.5,
        seconds,
        seed,
      });
      if (load.kind !== "open") throw new Error(`expected an open loop, got ${load.kind}`);
      const { statistic, p } = exponentialTest(record.interArrivalsUs, ratePerSecond / 1e6);
      // Of the whole load, the second of its session: as many as the server's record has.
      const slots = scheduleSlots(level, {
        index: 0,
        threads: 1,
        seed,
        phase: 1,
        seconds: Infinity,
      });
      let left = load.schedule.arrivalsInAll;
      const intended = () => (left-- > 0 ? slots() : Infinity);
      const trial: QueueTrial = {
        arrivals: record.count,
        stealShare: stealShareOf(use) ?? null,
        meanWaitMs: meanMs(record.wait),
        intendedWaitMs: lindleyWait(intended, serviceMs),
        meanLatencyMs: meanMs(load.latency),
        sendLagMeanMs: meanMs(load.sendLag),
        distance: statistic,
        p,
      };
      await log.append(trial);
      say(
        `window ${log.trials.length}  mean wait ${trial.meanWaitMs.toFixed(3)} ms, of the intended arrivals ${trial.intendedWaitMs.toFixed(3)} ms  distance ${statistic.toFixed(4)}  p ${p.toFixed(3)}  steal ${describeSteal(trial)}`,
      );
    }
  }
  return log;
}
