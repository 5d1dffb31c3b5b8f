import {
  servicesFor,
  StackFailure,
  UsageError,
  variantKey,
  type Difference,
  type Sitting,
  type Verification,
} from "@stackbench/model";
import { loadCatalog, selectVariants, type Selected } from "@stackbench/catalog";
import type { RunPorts } from "@stackbench/runner";
import { bareRequest } from "../bare-request.ts";
import type { Command, CommandInput } from "../command.ts";
import { chooseDriver, driverChoices } from "../choose-driver.ts";
import { keepRunnable } from "../choose-variants.ts";
import { exitCodes } from "../exit-codes.ts";
import { watchInterrupts } from "../interrupt.ts";
import { repositoryRoot, workingDirectory } from "../places.ts";
import { formatSeconds } from "../progress.ts";
import { readChoice, readInteger, readList, readSeconds } from "../read-option.ts";
import { newRunId } from "../run-id.ts";
import { cleanLeftovers, wirePorts } from "../wiring.ts";
import { say } from "../say.ts";

export const verify: Command = {
  name: "verify",
  summary: "bring variants up and check every answer against the contract; measure nothing",
  positionals: "[stack …]",
  options: {
    all: { help: "every variant of every stack" },
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    seed: { value: "n", help: "seed of the inputs", default: "drawn anew" },
    "ready-timeout": {
      value: "time",
      help: "how long a stack may take to become ready",
      default: "30s",
    },
    json: { help: "stdout is one JSON object and nothing else" },
  },
  examples: ["pnpm bench verify fastify", "pnpm bench verify aiohttp:gunicorn ./my-app"],
  run: verifyVariants,
};

interface Outcome {
  key: string;
  checks: number;
  differences: Difference[];
  failure?: string;
  logLines: string[];
}

async function verifyVariants(input: CommandInput): Promise<number> {
  const { values, switches } = input;
  const patterns = switches.has("all") ? ["*"] : input.positionals.flatMap(readList);
  if (patterns.length === 0) {
    throw new UsageError("bench verify: expected a stack such as fastify or ./my-app, or --all");
  }
  const selected = await selectVariants(
    await loadCatalog(repositoryRoot),
    patterns,
    workingDirectory,
  );
  const seed = readInteger("seed", values["seed"], Date.now() % 2 ** 31, {
    min: 0,
    max: 2 ** 31 - 1,
  });
  const readyTimeoutMs =
    1000 * readSeconds("ready-timeout", values["ready-timeout"], 30, { min: 1, max: 600 });
  const { driver, reason } = await chooseDriver(
    readChoice("driver", values["driver"], driverChoices, "auto"),
  );
  try {
    say(`${(await driver.describe()).description}: ${reason}; seed ${seed}`);
    const ports = wirePorts(driver);
    using interrupts = watchInterrupts(say);
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const runId = newRunId(new Date());
    const outcomes: Outcome[] = [];
    for (const entry of keepRunnable(selected, driver, say)) {
      interrupts.signal.throwIfAborted();
      const started = performance.now();
      const outcome = await verifyOne(ports, entry, {
        runId,
        seed,
        readyTimeoutMs,
        signal: interrupts.signal,
      });
      outcomes.push(outcome);
      if (!switches.has("json")) show(outcome, (performance.now() - started) / 1000);
    }
    const failed = outcomes.filter((outcome) => !passed(outcome)).length;
    if (switches.has("json")) {
      const rows = outcomes.map((outcome) => ({ ...outcome, pass: passed(outcome) }));
      process.stdout.write(`${JSON.stringify({ schemaVersion: 1, seed, variants: rows })}\n`);
    } else {
      process.stdout.write(`${outcomes.length - failed} verified, ${failed} failed\n`);
    }
    return failed > 0 ? exitCodes.failed : exitCodes.ok;
  } finally {
    await driver.close();
  }
}

interface Settings {
  runId: string;
  seed: number;
  readyTimeoutMs: number;
  signal: AbortSignal;
}

async function verifyOne(
  ports: RunPorts,
  entry: Selected,
  { runId, seed, readyTimeoutMs, signal }: Settings,
): Promise<Outcome> {
  const { stack, variant } = entry;
  const key = variantKey(variant);
  const services = servicesFor(stack.workloads);
  const proxies = variant.proxy === "none" ? [] : [variant.proxy];
  try {
    await ports.driver.prepare(stack, { services, proxies }, say);
    await using sitting = await ports.driver.bringUp(
      bareRequest(entry, {
        runId,
        sittingId: `verify/${key}`,
        services,
        readyTimeoutMs,
        signal,
      }),
    );
    const verification = await check(ports, sitting, stack.workloads, seed);
    const logLines = verification.differences.length > 0 ? await sitting.logs("app", 20) : [];
    return { key, ...verification, logLines };
  } catch (error) {
    if (!(error instanceof StackFailure) || signal.aborted) throw error;
    const { stage, message, logLines } = error.failure;
    return { key, checks: 0, differences: [], failure: `${stage}: ${message}`, logLines };
  }
}

function check(
  ports: RunPorts,
  sitting: Sitting,
  workloads: Selected["stack"]["workloads"],
  seed: number,
): Promise<Verification> {
  return ports.verifier.verify(sitting, {
    ...sitting.target,
    ...(sitting.databaseUrl === undefined ? {} : { databaseUrl: sitting.databaseUrl }),
    workloads,
    seed,
  });
}

function passed(outcome: Outcome): boolean {
  return outcome.failure === undefined && outcome.differences.length === 0;
}

function show(outcome: Outcome, seconds: number): void {
  const lines = passed(outcome)
    ? [`ok      ${outcome.key}  ${outcome.checks} checks in ${formatSeconds(seconds)}`]
    : [
        `FAILED  ${outcome.key}  ${outcome.failure ?? `${outcome.differences.length} of ${outcome.checks} checks differ`}`,
        ...outcome.differences.flatMap((difference) => [
          `        ${difference.workload}: ${difference.request}`,
          `          expected ${difference.expected}`,
          `          got      ${difference.got}`,
        ]),
        ...outcome.logLines.map((line) => `        | ${line}`),
      ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
