import {
  journalEntrySchema,
  variantSchema,
  type Experiment,
  type RunEvent,
  type RunHead,
  type Stack,
  type Variant,
  type VariantShape,
  type WindowRecord,
} from "@stackbench/model";
import {
  experimentOf,
  fakeClock,
  fakeDriver,
  fakeGenerator,
  fakeProfiler,
  fakeSampler,
  fakeTuner,
  fakeVerifier,
  type FakeBehaviour,
} from "@stackbench/model/testing";
import { assemblePlan } from "@stackbench/plan";
import { carryOut } from "../carry-out.ts";
import type { RunPorts } from "../run-context.ts";

const keys = ["a:bare", "b:bare"];

function stackOf(id: string, shape: Partial<VariantShape>): { stack: Stack; variant: Variant } {
  const variant: Variant = {
    ...variantSchema.parse({ command: ["run"], server: "run", ...shape }),
    id: "bare",
    stackId: id,
  };
  const stack: Stack = {
    id,
    directory: `/${id}`,
    external: false,
    title: id,
    language: "none",
    runtime: "other",
    workloads: ["hello", "items"],
    databaseDriver: "none",
    versions: {},
    variants: [variant],
  };
  return { stack, variant };
}

function headOf(changes: Partial<Experiment>): RunHead {
  const experiment = experimentOf(keys, {
    workloads: ["hello", "items"],
    rounds: 2,
    driver: "process",
    ...changes,
  });
  return {
    schemaVersion: 1,
    contractVersion: 1,
    runId: "run",
    startedAt: new Date(0).toISOString(),
    arguments: [],
    plan: assemblePlan(experiment, 1),
    calibration: null,
    engine: { driver: "process", description: "fakes", reason: "a test" },
    fingerprint: {
      cpuModel: "x",
      cpuCount: 2,
      memoryBytes: 1,
      kernel: "x",
      operatingSystem: "x",
      virtualisation: "x",
      cgroupVersion: "v1",
      node: "x",
      harnessCommit: null,
    },
    variants: keys.map((key) => ({
      key,
      stack: key[0]!,
      variant: "bare",
      title: key,
      language: "none",
      server: "run",
      workers: 1,
      threads: 1,
      proxy: "none",
      protocol: "http",
      socket: "tcp",
      databaseDriver: null,
      versions: {},
      images: {},
    })),
  };
}

export interface HoldOptions {
  experiment?: Partial<Experiment>;
  /** On disk already. */
  doneWindows?: readonly WindowRecord[];
  spentSeconds?: number;
  /** Ctrl-C once so many windows are journalled. */
  abortAt?: number;
  /** Of both variants. */
  shape?: Partial<VariantShape>;
  ports?: Partial<RunPorts>;
}

/** Carries out an experiment over `a:bare` and `b:bare` by fakes, to its end or its error. */
export async function hold(
  behaviour: FakeBehaviour,
  {
    experiment = {},
    doneWindows = [],
    spentSeconds = 0,
    abortAt,
    shape = {},
    ports,
  }: HoldOptions = {},
) {
  const driver = fakeDriver(behaviour);
  const abort = new AbortController();
  const events: RunEvent[] = [];
  const head = headOf(experiment);
  let error: unknown;
  try {
    const stream = carryOut(
      {
        head,
        variants: new Map(keys.map((key) => [key, stackOf(key[0]!, shape)])),
        doneWindows,
        spentSeconds,
        signal: abort.signal,
        onLive: () => {},
        onMessage: () => {},
      },
      {
        driver,
        generator: () => fakeGenerator(behaviour),
        sampler: fakeSampler(),
        profiler: fakeProfiler(behaviour),
        tuner: fakeTuner(),
        verifier: fakeVerifier(behaviour),
        clock: fakeClock(),
        ...ports,
      },
    );
    for await (const event of stream) {
      if (event.type === "journal") journalEntrySchema.parse(event.entry);
      events.push(event);
      if (windowsOf(events).length === abortAt) abort.abort(new Error("stop"));
    }
  } catch (caught) {
    error = caught;
  }
  const stops = events.flatMap((event) =>
    event.type === "journal" && event.entry.type === "stopped" ? [event.entry.stop] : [],
  );
  return { plan: head.plan, driver, events, windows: windowsOf(events), stops, error };
}

function windowsOf(events: readonly RunEvent[]): WindowRecord[] {
  return events.flatMap((event) =>
    event.type === "journal" && event.entry.type === "window" ? [event.entry.window] : [],
  );
}
