import { availableCpus } from "@stackbench/host";
import {
  conditionsNow,
  stateDirectory,
  chooseDriver,
  driverChoices,
  readDriver,
  type ChosenDriver,
  chooseVariants,
  loadReferenceServers,
  readFingerprint,
  cleanLeftovers,
  wirePorts,
} from "@stackbench/session";
import {
  type Conditions,
  describeValidity,
  validityOf,
  calibrationPath,
  readCalibration,
} from "@stackbench/calibration";
import {
  type Command,
  type CommandInput,
  columnsOf,
  exitCodes,
  hostOption,
  watchInterrupts,
  say,
  show,
  showJson,
} from "@stackbench/terminal";
import { type CpuSets, formatCpuSet, overlap, type TuningLedger } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { gibibytes, renderTuning, tuningSummary, wrap } from "@stackbench/report";
import { type RunPorts, newRunId, bareRequest } from "@stackbench/runner";
import { listedCommands } from "../listed-commands.ts";

export const doctor: Command = {
  ...listedCommands.doctor,
  options: {
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    host: hostOption,
    json: { help: "stdout is one JSON object and nothing else" },
  },
  run: examine,
};

async function examine({ values, switches }: CommandInput): Promise<number> {
  const fingerprint = readFingerprint();
  const available = availableCpus();
  const chosen = await chooseDriver(readDriver(values));
  const { driver, reason } = chosen;
  const cpus = driver.elsewhere?.cpus ?? divideCpus(available);
  try {
    const ports = wirePorts(driver);
    const cleaned = await cleanLeftovers(ports);
    const engine = { ...(await driver.describe()), reason };
    // What is known is told although the last of it, which needs images and a sitting, cannot be found out.
    const found = await throughputLedger(ports, chosen, cpus).then(
      (ledger) => ({ ledger }),
      (error: unknown) => ({ ledger: null, error }),
    );
    if (switches.has("json")) {
      showJson({ fingerprint, engine, cpus, tuning: found.ledger });
      return told(found);
    }
    const memory = gibibytes(fingerprint.memoryBytes);
    const columns = columnsOf("stdout");
    const lines = [
      ["machine", `${fingerprint.cpuModel}, ${fingerprint.cpuCount} CPUs, ${memory}`],
      [
        "system",
        `${fingerprint.operatingSystem}, ${fingerprint.kernel}, cgroup ${fingerprint.cgroupVersion}, virtualisation: ${fingerprint.virtualisation}`,
      ],
      ["driver", `${engine.description}: ${reason}`],
      [
        "CPUs",
        `${formatCpuSet(available)} may be used: server ${formatCpuSet(cpus.server)}, generator ${formatCpuSet(cpus.load)}, database ${formatCpuSet(cpus.database)}`,
      ],
      ...(fingerprint.cpuQuota === undefined
        ? []
        : [
            [
              "",
              `! a CPU quota gives this control group the time of ${fingerprint.cpuQuota} CPUs: where local processes reach it, windows are invalid (throttled)`,
            ],
          ]),
      ...(overlap(cpus.server, cpus.load)
        ? [["", "! server and generator share a CPU: figures will carry a caution"]]
        : []),
      ["calibration", await describeCalibration(conditionsNow(driver, cpus), ports)],
      ...cleaned.map((line) => ["cleaned", line]),
      [
        "tuning",
        found.ledger
          ? "profile throughput, as read back inside a sitting:"
          : "not known: no sitting could be brought up to read it back in",
      ],
    ].flatMap(([label = "", text = ""]) => wrap(label.padEnd(13), text, columns));
    lines.push("");
    if (found.ledger) {
      lines.push(renderTuning(tuningSummary(found.ledger), { columns, colour: false }));
    }
    show(lines.join("\n"));
    return told(found);
  } finally {
    await driver.close();
  }
}

/** Throws what kept the last of it from being found out: for its words, and its exit code. */
function told(found: { ledger: TuningLedger | null; error?: unknown }): number {
  if ("error" in found) throw found.error;
  return exitCodes.ok;
}

/** What is kept of what the generators can do here. */
async function describeCalibration(conditions: Conditions, ports: RunPorts): Promise<string> {
  const kept = await readCalibration(calibrationPath(stateDirectory, conditions));
  if (kept.found === "nothing")
    return "none yet: `pnpm bench calibrate`, or the next run makes a short one";
  if (kept.found === "unreadable") return `ignored: ${kept.reason}`;
  return describeValidity(validityOf(kept.calibration, conditions, ports));
}

/** Brings one small stack up under the profile and reads back what took effect. */
async function throughputLedger(
  ports: RunPorts,
  { driver }: ChosenDriver,
  cpus: CpuSets,
): Promise<TuningLedger> {
  const { tuner } = ports;
  using interrupts = watchInterrupts(say);
  const [nginx] = await chooseVariants("nginx:one");
  const local = (await loadReferenceServers()).get("null");
  const entry = [nginx!, local!].find(
    ({ stack, variant }) => driver.refuses(stack, variant) === undefined,
  );
  await driver.prepare(entry!.stack, { services: [] }, say, interrupts.signal);
  const knobs = tuner.knobs("throughput");
  const offers = await driver.offer(knobs, interrupts.signal);
  await using sitting = await driver.bringUp(
    bareRequest(entry!, {
      runId: newRunId(new Date()),
      sittingId: "doctor",
      cpus,
      knobs: tuner.fit(knobs, offers),
      signal: interrupts.signal,
    }),
  );
  return tuner.ledger("throughput", offers, await sitting.readBack(knobs));
}
