import type {
  Clock,
  Driver,
  GeneratorId,
  KnobOffer,
  Knob,
  LiveReading,
  LoadGenerator,
  Profiler,
  ResourceSampler,
  RunHead,
  Stack,
  Tuner,
  Variant,
  VariantInfo,
  Verifier,
  WindowRecord,
} from "@stackbench/model";

/** The outside world, as far as the runner sees it. */
export interface RunPorts {
  driver: Driver;
  generator(id: GeneratorId): LoadGenerator;
  sampler: ResourceSampler;
  tuner: Tuner;
  verifier: Verifier;
  profiler: Profiler;
  clock: Clock;
}

/** What is to be carried out. */
export interface RunRequest {
  head: RunHead;
  /** By variant key: every variant of the plan. */
  variants: ReadonlyMap<string, { stack: Stack; variant: Variant }>;
  /** Windows that are on disk already, in order of time. */
  doneWindows: readonly WindowRecord[];
  /** How long the run's earlier parts took, seconds of wall time: they count against the budget. */
  spentSeconds: number;
  /** Aborted by Ctrl-C: the window under way is given up, the sitting taken down. */
  signal: AbortSignal;
  onLive(reading: LiveReading): void;
  onMessage(message: string): void;
}

/** What the parts of a run share once it has begun. */
export interface RunState extends RunRequest {
  ports: RunPorts;
  offers: readonly KnobOffer[];
  knobs: readonly Knob[];
  /** As prepared: with image ids and versions. */
  infos: Map<string, VariantInfo>;
  /** All windows so far, earlier parts included, without their histograms. */
  windows: WindowRecord[];
}
