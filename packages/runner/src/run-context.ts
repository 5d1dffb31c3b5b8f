import type {
  Clock,
  Driver,
  GeneratorId,
  KnobOffer,
  Knob,
  LiveReading,
  LoadGenerator,
  ResourceSampler,
  RunHead,
  Stack,
  Tuner,
  Variant,
  VariantInfo,
  Verifier,
} from "@stackbench/model";

/** The outside world, as far as the runner sees it. */
export interface RunPorts {
  driver: Driver;
  generator(id: GeneratorId): LoadGenerator;
  sampler: ResourceSampler;
  tuner: Tuner;
  verifier: Verifier;
  clock: Clock;
}

/** What is to be carried out. */
export interface RunRequest {
  head: RunHead;
  /** By variant key: every variant of the plan. */
  variants: ReadonlyMap<string, { stack: Stack; variant: Variant }>;
  /** Windows that are on disk already. */
  doneWindowIds: ReadonlySet<string>;
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
}
