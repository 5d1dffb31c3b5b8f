import type { BesideApp } from "./profiler.ts";
import type { CpuSets } from "../cpus.ts";
import type { DriverTraits } from "../driver-traits.ts";
import type { LoadRequest } from "../load.ts";
import type { DriverName } from "../plan.ts";
import type { ResourceUse, ServiceName } from "../resources.ts";
import type { ResourceSampler } from "./resource-sampler.ts";
import type { Scaling } from "./scaling.ts";
import type { Engine } from "../machine.ts";
import type { StartTimes } from "../start.ts";
import type { Stack, Variant, VariantShape } from "../stack.ts";
import type { Target } from "../target.ts";
import type { Knob, KnobOffer } from "../tuning.ts";
import type { SupportingService } from "../workload.ts";

/** Brings sittings up and takes them down, whatever happens. */
export interface Driver {
  readonly name: DriverName;
  readonly traits: DriverTraits;
  /** The machines that sittings run on; absent where they run on this one, on the CPUs that are asked for. */
  readonly elsewhere?: Elsewhere;
  /** Of an engine on one other machine, of which nothing is read, a hash that tells that from any other; absent on this one. */
  readonly machine?: string;
  /** What answers, and why this driver: stands in every run. Throws HostError where nothing answers. */
  describe(): Promise<Omit<Engine, "reason">>;
  /** Why this variant cannot run here ("needs nginx: use --driver=docker"); undefined where it can. */
  refuses(stack: Stack, variant: Variant): string | undefined;
  /** Builds or finds all that the stack needs. Throws StackFailure (stage `image`), HostError, or the signal's reason. */
  prepare(
    stack: Stack,
    need: PrepareNeed,
    report: (message: string) => void,
    signal?: AbortSignal,
  ): Promise<Prepared>;
  /** Finds out, by trying, what can be done with each knob here. Never throws for a knob. */
  offer(knobs: readonly Knob[], signal?: AbortSignal): Promise<KnobOffer[]>;
  /** Throws StackFailure (stages `bring-up`, `ready`) with log lines; then nothing is left behind. */
  bringUp(request: BringUpRequest): Promise<Sitting>;
  /** Removes what dead owners left behind: containers, networks, processes, directories. */
  sweep(): Promise<SweepReport>;
  /** Lets go of what outlives a sitting (connections, a shared database server). */
  close(): Promise<void>;
}

/** Other machines than this one. */
interface Elsewhere {
  /** All that they have, numbered through from the server's on. */
  cpus: CpuSets;
  /** Tells them from any others; a hash, which names none. */
  machines: string;
  /** How many of them load the server, together. */
  loadNodes: number;
  /** The server's in order, as handles of containers name them. */
  servers: readonly string[];
}

/** What a variant that will run needs beside the stack's own image. */
export interface PrepareNeed {
  services: readonly SupportingService[];
  /** The most that a variant has; one unless told. */
  replicas?: number;
  /** None unless told. */
  proxy?: VariantShape["proxy"];
  /** Whether its apps are profiled. */
  isProfiled?: boolean;
}

export interface Prepared {
  /** Of the app's image; absent without images. */
  imageBytes?: number;
  /** Image id by service; empty without images. */
  images: Record<string, string>;
  versions: Record<string, string>;
}

export interface SweepReport {
  /** In words, one each: "container stackbench-x-app of run 2026… (owner 4711 is dead)". What could not be removed as well, with the reason. */
  removed: string[];
}

export interface BringUpRequest {
  runId: string;
  sittingId: string;
  stack: Stack;
  variant: Variant;
  services: readonly SupportingService[];
  cpus: CpuSets;
  /** Only knobs that the driver offered to set, at values that it offered. */
  knobs: readonly Knob[];
  /** Total database connections over all workers of the app, in all its replicas. */
  databasePoolSize: number;
  /** Limit of the app's container, shared out equally where it has replicas; null for none. */
  memoryLimitBytes: number | null;
  /** CPUs that the app may use, shared out equally where it has replicas; absent for no limit. */
  cpusLimit?: number;
  readyTimeoutMs: number;
  /**
   * So many of the variant's replicas are started, the others by `Sitting.scaling`; absent: all are, for good. Only behind a
   * proxy of the driver's `scalesBehind`.
   */
  activeReplicas?: number;
  /** Times the start until this is answered rightly; absent: nobody times it. */
  firstRequest?: LoadRequest;
  /** Gives the sitting its `besideApp`, and tells the app to let itself be profiled where it must do its part. */
  isProfiled?: boolean;
  signal: AbortSignal;
}

/** How long an app may take to end once it is told to by SIGTERM, seconds: docs/adding-a-stack.md. */
export const endWithinSeconds = 5;

/** One variant, up and answering `/healthz`. Disposing takes everything down and never throws for a stack's sake. */
export interface Sitting extends AsyncDisposable, LoadPlace {
  /** Where the generator and the verifier reach it. */
  target: Target;
  /** As seen by programs launched in the sitting; absent without a database. */
  databaseUrl?: string;
  /** What the sampler reads. A service that several containers make up comes as often. */
  services: readonly ServiceHandle[];
  /** What reads its services where these run on other machines: `services` is empty then, and they are `containers`. */
  sampler?: ResourceSampler;
  containers?: readonly ContainerHandle[];
  /** Present where it was asked for. */
  start?: StartTimes;
  /** With it, where it is on other machines: what these did from before the app was started until it had answered. */
  starting?: ResourceUse;
  /** Present where it was asked for, and the driver's traits say that it can. */
  besideApp?: BesideApp;
  /** Values found inside the sitting (the app's own limits and network namespace) by knob name; null where unreadable. */
  readBack(knobs: readonly Knob[]): Promise<Record<string, string | null>>;
  /** A service that has ended although nobody asked it to; undefined while all is well. */
  casualty(): Promise<Casualty | undefined>;
  /**
   * What became of the machines that it is on, and what to do, in words: after an error, before the stack is blamed for it; undefined
   * where they are all there. Absent where there is one machine, which is the harness's own. Throws HostError where nobody can tell.
   */
  lost?(error: unknown): Promise<string | undefined>;
  /**
   * Tells the app to end, by SIGTERM to its first process, and waits. Gives what it did instead, in words; undefined
   * where it ended as it should. Absent where the app is not the driver's to end.
   */
  endApp?(): Promise<string | undefined>;
  /** Present where `activeReplicas` was given. A replica that comes later and dies is no casualty. */
  scaling?: Scaling;
  /** The last lines a service wrote, oldest first. */
  logs(service: ServiceName, lineCount: number): Promise<string[]>;
  /**
   * Disposes of it, and need not wait until it is gone: the driver does before it hands out another sitting, sweeps or
   * closes. Nothing goes down while another sitting is up. Absent where taking down takes no time worth it.
   */
  leave?(): Promise<void>;
}

export interface Casualty {
  service: ServiceName;
  /** "exited with code 3", "killed by SIGSEGV", "killed for memory (limit 64 MiB)". */
  message: string;
}

export interface ServiceHandle {
  name: ServiceName;
  /** Host pid of the service's first process; its cgroup and its descendants are the service. */
  pid: number;
  /** `cgroup`: the service has a cgroup of its own. `processes`: it is `pid` and its descendants. */
  kind: "cgroup" | "processes";
}

/** A container of another machine, to who looks at that machine's. */
export interface ContainerHandle {
  name: ServiceName;
  kind: "container";
  containerId: string;
  /** Tells the machines of a sitting apart. */
  machine: string;
}

/** Whatever one service, or one replica of it, can be looked at by. */
export type AnyHandle = ServiceHandle | ContainerHandle;

/** Tells handles apart, by the first process or by the container: one that comes again is another. */
export function handleKey(handle: AnyHandle): number | string {
  return handle.kind === "container" ? handle.containerId : handle.pid;
}

/** Starts programs next to the load generator: on its CPUs, in the sitting's network. */
export interface Launcher {
  launch(program: Program): Promise<Launched>;
}

/** Where a generator runs: on one node, or on that one and the others that drive the server together with it. */
export interface LoadPlace extends Launcher {
  otherLoads?: readonly Launcher[];
}

export interface Program {
  /** Named programs of the harness resolve to their place in the sitting; `command` ones are found on its PATH. */
  entry: { agent: AgentProgram } | Command;
  arguments: readonly string[];
}

interface Command {
  command: string;
  /** Debian's name of what holds it, where that is another. */
  debianPackage?: string;
}

/** Names one of the harness's own programs that run inside a sitting: `verifier`, `upstream`, or that of a generator. */
export type AgentProgram = string;

/** Absolute paths of their .ts files. */
export interface AgentEntries {
  verifier: string;
  upstream: string;
  [program: AgentProgram]: string;
}

export interface Launched {
  /** Host pid where the driver knows it. */
  pid?: number;
  /** Ends with the program. Lines come without their line feed. */
  lines: AsyncIterable<string>;
  write(line: string): void;
  endInput(): void;
  /** Resolves once it has ended; never rejects. */
  exited: Promise<{ code: number | null; signal: string | null; stderrTail: string }>;
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}
