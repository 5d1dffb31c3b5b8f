import { readRecord, resetRecord, type ReferenceRecord } from "@stackbench/reference-servers";
import { availableCpus } from "@stackbench/host";
import {
  HostError,
  StackFailure,
  type LoadGenerator,
  type LoadLevel,
  type LoadResult,
  type Program,
  type ResourceUse,
  type Sitting,
} from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { buildSpec, type RunPorts, measureWindow, samplerOf } from "@stackbench/runner";

export type RecordedProgram = Omit<RecordedWindow, "load" | "answered"> & { lines: string[] };

export interface RecordTask {
  generator: LoadGenerator;
  level: LoadLevel;
  warmupSeconds: number;
  seconds: number;
  seed: number;
  /** Between warm-up and window. */
  beforeWindow?: () => Promise<void>;
}

/** One window as the generator, the sampler and the server itself saw it. */
export interface RecordedWindow {
  load: LoadResult;
  /** Right answers of the whole load, of which the window is a part: the record is of all of it. */
  answered: number;
  use: ResourceUse;
  record: ReferenceRecord;
}

/** Loads `GET /hello` once with one generator, and asks the server what it saw. */
export async function measureWithRecord(
  ports: RunPorts,
  sitting: Sitting,
  asked: RecordTask,
  signal: AbortSignal,
): Promise<RecordedWindow> {
  signal.throwIfAborted();
  const spec = buildSpec(
    {
      generatorThreads: 1,
      keepAlive: true,
      timeoutSeconds: 10,
      cpus: divideCpus(availableCpus()),
    },
    { workload: "hello", level: asked.level, seed: asked.seed },
    sitting.target,
  );
  const refusal = asked.generator.refuses(spec);
  if (refusal !== undefined) throw new StackFailure("window", refusal);
  await using session = await asked.generator.open(sitting, spec);
  const { warmupSeconds } = asked;
  if (warmupSeconds > 0)
    await session.warmUp({ seconds: warmupSeconds, atMostSeconds: warmupSeconds }, signal);
  // The server's own record begins and ends while no load runs: all that the generator sent is in it.
  await session.rest(signal);
  await asked.beforeWindow?.();
  let record: ReferenceRecord | undefined;
  const { load, acknowledged, use } = await measureWindow(ports.sampler, sitting, session, {
    seconds: asked.seconds,
    signal,
    beforeLoad: () => resetRecord(sitting),
    afterLoad: async () => {
      record = await readRecord(sitting);
    },
  });
  return { load, answered: acknowledged.succeeded, use, record: record! };
}

/** Runs a program that loads the server by itself. Throws HostError where it fails. */
export async function runWithRecord(
  ports: RunPorts,
  sitting: Sitting,
  program: Program,
  signal: AbortSignal,
): Promise<RecordedProgram> {
  signal.throwIfAborted();
  await resetRecord(sitting);
  await using sampling = await samplerOf(sitting, ports.sampler).begin(sitting.services);
  const launched = await sitting.launch(program);
  const stop = (): void => launched.kill("SIGKILL");
  signal.addEventListener("abort", stop, { once: true });
  const lines: string[] = [];
  try {
    launched.endInput();
    for await (const line of launched.lines) lines.push(line);
  } finally {
    signal.removeEventListener("abort", stop);
  }
  const { code, stderrTail } = await launched.exited;
  signal.throwIfAborted();
  const use = await sampling.end();
  if (code !== 0) {
    const { entry } = program;
    const name = "command" in entry ? entry.command : entry.agent;
    throw new HostError(`${name} ended with code ${code}: ${stderrTail.trim().slice(-300)}`);
  }
  return { lines, use, record: await readRecord(sitting) };
}
