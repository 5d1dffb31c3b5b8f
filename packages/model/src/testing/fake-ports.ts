import { neverAnsweredOf, type LoadResult } from "../load-result.ts";
import type {
  BringUpRequest,
  Casualty,
  CheckedAnswers,
  CheckRequest,
  Clock,
  Driver,
  GeneratorTraits,
  LoadGenerator,
  Profiler,
  ResourceSampler,
  Sitting,
  Tuner,
  Verification,
  Verifier,
} from "../ports/index.ts";
import type { Profile } from "../profile.ts";
import type { ResourceUse } from "../resources.ts";
import { fakeUsedGenerator, loadResultOf } from "./load-result-of.ts";

/** A clock that moves on only when somebody sleeps. */
export function fakeClock(): Clock {
  let ms = 1_700_000_000_000;
  return {
    now: () => ms,
    monotonicMs: () => ms,
    sleep: async (span) => {
      ms += span;
    },
  };
}

export interface FakeDriver extends Driver {
  /** Sittings brought up so far, in order: variant keys. */
  brought: string[];
  /** Sittings that are up now. */
  up: Set<string>;
}

/** What a fake sitting does; every part may throw. */
export interface FakeBehaviour {
  bringUp?(request: BringUpRequest): void;
  prepare?(stackId: string): void;
  casualty?(variant: string): Casualty | undefined;
  measure?(variant: string): LoadResult;
  verify?(variant: string): Verification;
  audit?(variant: string): string | undefined;
  check?(request: CheckRequest): CheckedAnswers;
  profile?(): void;
}

/** A driver whose sittings exist in memory only. */
export function fakeDriver(behaviour: FakeBehaviour = {}): FakeDriver {
  const up = new Set<string>();
  const brought: string[] = [];
  return {
    name: "process",
    traits: {
      startsServers: true,
      runsImages: false,
      limitsMemory: true,
      limitsCpus: true,
      scalesBehind: ["nginx"],
      launchesHere: true,
    },
    up,
    brought,
    describe: async () => ({ driver: "process", description: "fakes" }),
    refuses: () => undefined,
    prepare: async (stack) => {
      behaviour.prepare?.(stack.id);
      return { images: { app: "sha256:1" }, versions: {} };
    },
    offer: async () => [],
    sweep: async () => ({ removed: [] }),
    close: async () => {},
    bringUp: async (request) => {
      const key = `${request.variant.stackId}:${request.variant.id}`;
      brought.push(key);
      behaviour.bringUp?.(request);
      up.add(key);
      return fakeSitting(key, request, behaviour, up);
    },
  };
}

const launchesNothing = (): Promise<never> =>
  Promise.reject(new Error("fake sittings launch nothing"));

function fakeSitting(
  key: string,
  request: BringUpRequest,
  behaviour: FakeBehaviour,
  up: Set<string>,
): Sitting {
  return {
    target: { host: key, port: 8000 },
    ...(request.services.includes("database") ? { databaseUrl: `postgres://${key}` } : {}),
    services: [],
    readBack: async () => ({}),
    casualty: async () => behaviour.casualty?.(key),
    logs: async (service) => [`last words of ${service}`],
    launch: launchesNothing,
    ...(request.isProfiled && { besideApp: { launch: launchesNothing, rootPid: 1 } }),
    [Symbol.asyncDispose]: async () => {
      up.delete(key);
    },
  };
}

const { loop: _, latencyOrigin: __, from: ___, ...declared } = fakeUsedGenerator;
const fakeTraits: GeneratorTraits = {
  ...declared,
  source: { from: "harness" },
  role: "main",
  latencyOrigins: { closed: "actual-send", open: "intended-start" },
  warmUp: "until-warm",
  endsWindowsBy: "time-or-requests",
  sends: "mixes",
  tellsParts: true,
  threads: "any",
  nodes: "any",
  transports: ["tcp", "tls", "unix"],
  asksAnew: true,
  speaks: "http/1.1",
};

/** A generator that answers at once with what the behaviour says. */
export function fakeGenerator(behaviour: FakeBehaviour = {}): LoadGenerator {
  return {
    traits: fakeTraits,
    refuses: () => undefined,
    open: async (_, spec) => ({
      warmUp: async () => {},
      rest: async () => {},
      measure: async (_seconds, hooks, signal) => {
        signal.throwIfAborted();
        await hooks.beforeLoad?.();
        await hooks.onStart();
        const load = behaviour.measure?.(spec.host) ?? loadResultOf();
        await hooks.onEnd();
        await hooks.afterLoad?.();
        const { succeeded } = load;
        return { load, acknowledged: { succeeded, unknown: neverAnsweredOf(load) }, answers: [] };
      },
      [Symbol.asyncDispose]: async () => {},
    }),
  };
}

export const fakeUse: ResourceUse = {
  seconds: 5,
  services: { app: { source: "proc", cpuUserSeconds: 3, cpuSystemSeconds: 1 } },
  host: { stealShare: 0, busyShareByCpu: { 0: 0.99, 1: 0.5 } },
};

export function fakeSampler(use: ResourceUse = fakeUse): ResourceSampler {
  return {
    begin: async () => ({
      join: () => {},
      part: () => {},
      end: async () => use,
      [Symbol.asyncDispose]: async () => {},
    }),
    meter: () => async () => 0,
  };
}

export const fakeProfile: Profile = {
  profiler: "fakes",
  intervalMicros: 1000,
  processes: 1,
  samples: 4,
  idleMicros: 1000,
  frames: [
    { name: "serve", file: "app.js", line: 1 },
    { name: "hot", file: "app.js", line: 9 },
  ],
  nodes: [
    [-1, 0, 1000],
    [0, 1, 3000],
  ],
};

function fakeProfiler(behaviour: FakeBehaviour = {}): Profiler {
  return {
    begin: async () => {
      behaviour.profile?.();
      return { end: async () => fakeProfile, [Symbol.asyncDispose]: async () => {} };
    },
  };
}

export function fakeVerifier(behaviour: FakeBehaviour = {}): Verifier {
  return {
    verify: async (_, { host }) => behaviour.verify?.(host) ?? { checks: 9, differences: [] },
    snapshot: async () => ({ rows: 10_000 }),
    audit: async (_, { databaseUrl }) => behaviour.audit?.(databaseUrl.replace("postgres://", "")),
    check: (request) => behaviour.check?.(request) ?? { checked: request.answers.length, wrong: 0 },
  };
}

function fakeTuner(): Tuner {
  return {
    knobs: () => [],
    fit: () => [],
    ledger: (profile) => ({ profile, entries: [] }),
    tuneHost: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    restoreHost: async () => [],
  };
}

/** All ports of a run, of one behaviour. */
export function fakePorts(behaviour: FakeBehaviour = {}) {
  const driver = fakeDriver(behaviour);
  const generator = fakeGenerator(behaviour);
  return {
    driver,
    generator: (): LoadGenerator => generator,
    sampler: fakeSampler(),
    tuner: fakeTuner(),
    verifier: fakeVerifier(behaviour),
    profiler: fakeProfiler(behaviour),
    clock: fakeClock(),
  };
}
