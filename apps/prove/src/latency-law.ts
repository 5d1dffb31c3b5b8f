import { say, ms } from "@stackbench/terminal";
import { createGenerator, readDriver, type DriverChoice } from "@stackbench/session";
import { stealShareOf, throughputOf, type Sitting, timesOf } from "@stackbench/model";
import {
  judgeLatencyLaw,
  lawNames,
  laws,
  ours,
  type LatencyTrial,
  type LawName,
} from "./judge-latency-law.ts";
import { otherTools } from "./other-tools.ts";
import { percentilesOf, percents } from "./percentiles.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { describeSteal, lacksWindow } from "./undisturbed.ts";
import {
  driverOption,
  openReferenceServers,
  type ReferenceServers,
} from "./open-reference-servers.ts";
import type { RecordedWindow } from "./measure-with-record.ts";

export const latencyLawProof = proofCommand<LatencyTrial, ProofRequest>({
  name: "latency-law",
  summary: "latency percentiles against servers that record their own residence times",
  options: driverOption,
  version: 1,
  read: ({ values, switches }) => ({
    driver: readDriver(values),
    // The other tools are shown, not judged: a window each, or none in the short form.
    ...(switches.has("short")
      ? { short: true, seconds: 6, wanted: 2, ofOthers: 0 }
      : { short: false, seconds: 35, wanted: 5, ofOthers: 2 }),
  }),
  measure: measureLatencyLaw,
  judge: ({ trials }, asked) => judgeLatencyLaw(trials, asked),
});

interface ProofRequest {
  driver: DriverChoice;
  short: boolean;
  /** Of a window. */
  seconds: number;
  /** Windows of our generator, and of every other tool, at each law. */
  wanted: number;
  ofOthers: number;
}

const ratePerSecond = 1000;

interface Measured {
  tool: string;
  measure(sitting: Sitting, seed: number): Promise<LatencyTrial>;
}

async function measureLatencyLaw(
  { driver, seconds, wanted, ofOthers }: ProofRequest,
  open: OpenLog<LatencyTrial>,
): Promise<ProofLog<LatencyTrial>> {
  await using reference = await openReferenceServers(driver, lawNames);
  const log = await open({ seconds, driver: reference.driver });
  for (const law of lawNames) {
    const tools = toolsFor(reference, law, seconds);
    const isLacking = ({ tool }: Measured): boolean => {
      const own = log.trials.filter((trial) => trial.law === law && trial.tool === tool);
      return tool === ours ? lacksWindow(own, wanted) : own.length < ofOthers;
    };
    while (tools.some(isLacking)) {
      await using sitting = await reference.bringUp(law);
      for (const tool of tools.filter(isLacking)) {
        const trial = await tool.measure(sitting, log.trials.length + 1);
        await log.append(trial);
        say(`${law.padEnd(12)} ${describeTrial(trial)}`);
      }
    }
  }
  return log;
}

function toolsFor(reference: ReferenceServers, law: LawName, seconds: number): Measured[] {
  const closed = (id: "autocannon" | "wrk", mode: string): Measured => ({
    tool: id,
    measure: async (sitting, seed) => {
      const measured = await reference.load(sitting, {
        generator: createGenerator(id),
        level: { loop: "closed", connections: laws[law] },
        warmupSeconds: 1,
        seconds,
        seed,
      });
      return trialOf(law, id, mode, measured);
    },
  });
  return [
    {
      tool: ours,
      measure: async (sitting, seed) => {
        const measured = await reference.load(sitting, {
          generator: createGenerator("stackbench"),
          level: { loop: "open", connections: 64, ratePerSecond, arrivals: "poisson" },
          warmupSeconds: 2,
          seconds,
          seed,
        });
        return trialOf(law, ours, "open loop, from the intended start", measured);
      },
    },
    closed("autocannon", "closed loop, by our adapter"),
    closed("wrk", "closed loop, by our adapter"),
    ...otherTools(reference.traits).map((other): Measured => ({
      tool: other.name,
      measure: async (sitting) => {
        const { host, port } = sitting.target;
        const { lines, use, record } = await reference.run(
          sitting,
          other.program({
            url: `http://${host}:${port}/hello`,
            seconds,
            closedConnections: laws[law],
            ratePerSecond,
          }),
        );
        return {
          law,
          tool: other.name,
          mode: other.mode,
          ratePerSecond: record.count / seconds,
          trueCount: record.count,
          reportedCount: null,
          stealShare: stealShareOf(use) ?? null,
          sendLagP99Ms: null,
          trueMs: percentilesOf(record.residence),
          reportedMs: other.read(lines),
        };
      },
    })),
  ];
}

function trialOf(
  law: LawName,
  tool: string,
  mode: string,
  { load, answered, use, record }: RecordedWindow,
): LatencyTrial {
  const reported = timesOf(load);
  return {
    law,
    tool,
    mode,
    ratePerSecond: throughputOf(load),
    trueCount: record.count,
    reportedCount: answered,
    stealShare: stealShareOf(use) ?? null,
    sendLagP99Ms: load.kind === "open" ? percentilesOf(load.sendLag)[99] : null,
    trueMs: percentilesOf(record.residence),
    reportedMs: reported ? percentilesOf(reported) : { 50: null, 90: null, 99: null, 99.9: null },
  };
}

function describeTrial(trial: LatencyTrial): string {
  const { tool, trueMs, reportedMs } = trial;
  const pairs = percents.map((p) => `p${p} ${ms(reportedMs[p])} (true ${ms(trueMs[p])})`);
  return `${tool.padEnd(14)} ${pairs.join("  ")}  steal ${describeSteal(trial)}`;
}
