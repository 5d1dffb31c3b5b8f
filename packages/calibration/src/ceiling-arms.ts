import type {
  CpuSets,
  GeneratorId,
  Http2,
  LoadGenerator,
  LoadSpec,
  Target,
} from "@stackbench/model";
import { buildSpec } from "@stackbench/runner";

/** A generator in one mode, whose ceiling is looked for. */
export interface CeilingArm {
  generator: GeneratorId;
  keepAlive: boolean;
  threads: number;
  connections: number;
  /** Absent: over plain TCP. */
  tls?: true;
}

/** Connections of a calibration where nobody says otherwise: enough to keep one CPU busy, few enough to be cheap. */
export const calibrationConnections = 64;

/** Where generators run: on which CPUs, and on how many nodes together. */
export interface LoadPlaces {
  cpus: CpuSets;
  /** Absent for one. */
  loadNodes?: number;
}

/** What the arm sends to a server there. */
export function specOf(arm: CeilingArm, places: LoadPlaces, target: Target): LoadSpec {
  return buildSpec(
    { ...places, generatorThreads: arm.threads, keepAlive: arm.keepAlive, timeoutSeconds: 10 },
    { workload: "hello", level: { loop: "closed", connections: arm.connections }, seed: 1 },
    target,
  );
}

/** As many connections as said, made a multiple of the threads: some generators give every thread equally many. */
export function evenConnections(connections: number, threads: number): number {
  return Math.ceil(connections / threads) * threads;
}

/**
 * Every generator in every mode with as many threads as it takes: `threads`, or one where it has no more. What a
 * generator refuses is told and left out.
 */
export function ceilingArms(
  task: {
    generators: readonly GeneratorId[];
    modes: readonly boolean[];
    threads: number;
    connections: number;
    places: LoadPlaces;
    /** Whether the server speaks TLS. */
    tls?: true;
    /** What the server speaks beside HTTP/1.1. */
    http2?: Http2;
  },
  generatorOf: (id: GeneratorId) => LoadGenerator,
): { arms: CeilingArm[]; leftOut: string[] } {
  const arms: CeilingArm[] = [];
  const leftOut: string[] = [];
  for (const generator of task.generators) {
    for (const keepAlive of task.modes) {
      const candidates = [...new Set([task.threads, 1])].map((threads) => {
        const connections = evenConnections(task.connections, threads);
        const { tls, http2 } = task;
        const arm: CeilingArm = { generator, keepAlive, threads, connections, ...(tls && { tls }) };
        const target = {
          host: "127.0.0.1",
          port: 80,
          ...(tls && { tls: { verify: true } }),
          ...(http2 && { http2 }),
        };
        const spec = specOf(arm, task.places, target);
        return { arm, refusal: generatorOf(generator).refuses(spec) };
      });
      const possible = candidates.find(({ refusal }) => refusal === undefined);
      if (possible) arms.push(possible.arm);
      else leftOut.push(`${describeArm(candidates[0]!.arm)}: ${candidates.at(-1)!.refusal}`);
    }
  }
  return { arms, leftOut };
}

/** `wrk, new connections`. */
export function describeArm({
  generator,
  ...mode
}: Pick<CeilingArm, "generator" | "keepAlive" | "tls">) {
  return `${generator}, ${describeMode(mode)}`;
}

/** `keep-alive`, `new connections over TLS`. */
export function describeMode({ keepAlive, tls }: Pick<CeilingArm, "keepAlive" | "tls">): string {
  return `${keepAlive ? "keep-alive" : "new connections"}${tls ? " over TLS" : ""}`;
}
