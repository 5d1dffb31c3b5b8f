/**
 * The agent program `autocannon`: drives the package of that name, by the same protocol as
 * our own generator. Warm-up and window are one of its runs, which is stopped when its load is.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as sleepMs } from "node:timers/promises";
import autocannon from "autocannon";
import manifest from "autocannon/package.json" with { type: "json" };
import { connectedTo } from "@stackbench/http1";
import { serve } from "@stackbench/lines";
import type { LoadSpec, WarmUp, WarmUpWanted } from "@stackbench/model";
import { loadProtocol, type AgentReport, type LoadAgent } from "../../protocol.ts";
import { CannonWatch, type CannonClient } from "./cannon-watch.ts";
import { combineReports } from "../../agent/combine-reports.ts";
import { requireRoom } from "../../own-limits.ts";
import { numbersFor, type RequestNumbers } from "../../agent/number-source.ts";
import { untilWarm } from "../../agent/until-warm.ts";

/** autocannon looks this often whether its time is over, ms: a load is at most so much longer. */
const sampleIntervalMs = 100;
const progressIntervalMs = 200;
/** It is stopped; this is for a load that nobody stops. */
const longestRunSeconds = 24 * 3600;

class AutocannonAgent implements LoadAgent {
  #spec: LoadSpec | undefined;
  /** Go on from load to load: no number comes twice. */
  #numbers: RequestNumbers = [];
  #watch: CannonWatch | undefined;
  #stop: (() => Promise<void>) | undefined;
  #cpu = { seconds: { user: 0, system: 0 }, threadMs: 0, wallMs: 0 };

  async open({ spec }: { spec: LoadSpec }): Promise<{ version: string }> {
    requireRoom(spec);
    this.#spec = spec;
    this.#numbers = numbersFor(spec.requests, { seed: spec.seed, index: 0, threads: 1 });
    return { version: manifest.version };
  }

  /** Its connections are made at the start of a run: nothing can be prepared. */
  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async begin(wanted: WarmUpWanted): Promise<WarmUp> {
    const spec = this.#spec;
    if (!spec) throw new Error("expected `open` before any other command");
    const watch = new CannonWatch(spec, this.#numbers);
    this.#watch = watch;
    const beganMs = performance.now();
    const { promise, resolve } = Promise.withResolvers<void>();
    const run = autocannon(
      {
        url: `http://${connectedTo(spec)}`,
        connections: spec.level.connections,
        pipelining: 1,
        duration: longestRunSeconds,
        sampleInt: sampleIntervalMs,
        timeout: spec.timeoutMs / 1000,
        // Every connection gets requests of its own, in its own order, from `setupClient`.
        setupClient: (client: unknown) => watch.adopt(client as CannonClient),
      },
      () => resolve(),
    );
    this.#stop = async () => {
      (run as unknown as { stop(): void }).stop();
      await promise;
    };
    return await untilWarm(wanted, {
      elapsedMs: () => performance.now() - beganMs,
      sleep: sleepMs,
      look: () => Promise.resolve([watch.look()]),
    });
  }

  async mark(
    { seconds }: { seconds: number },
    onProgress: (requestsPerSecond: number) => void,
  ): Promise<void> {
    const watch = this.#loaded();
    const fromMs = performance.now();
    watch.mark(fromMs, fromMs + seconds * 1000);
    let succeededBefore = watch.succeeded;
    const progress = setInterval(() => {
      onProgress(((watch.succeeded - succeededBefore) / progressIntervalMs) * 1000);
      succeededBefore = watch.succeeded;
    }, progressIntervalMs);
    const cpuBefore = process.cpuUsage();
    const threadBefore = process.threadCpuUsage();
    for (let leftMs = seconds * 1000; leftMs > 0;) {
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(leftMs)));
      leftMs = fromMs + seconds * 1000 - performance.now();
    }
    clearInterval(progress);
    const cpu = process.cpuUsage(cpuBefore);
    const thread = process.threadCpuUsage(threadBefore);
    this.#cpu = {
      seconds: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
      threadMs: (thread.user + thread.system) / 1000,
      wallMs: performance.now() - fromMs,
    };
  }

  /** What only several load nodes need: refused by its traits before anything starts. */
  clock(): number {
    return performance.now();
  }

  aim(): { inTime: boolean } {
    throw new Error("expected a window that begins at once, got one that begins at a moment");
  }

  pass(): void {
    throw new Error("expected `aim` before `pass`");
  }

  /** Refused by its traits before anything starts. */
  exhaust(): Promise<void> {
    return Promise.reject(new Error("expected a window that ends by time, got one of requests"));
  }

  /** It cuts its connections where they are, so it is let run on for what the window's requests may still take. */
  async drain(): Promise<void> {
    const watch = this.#loaded();
    const { longestServiceMs } = watch.look();
    const patienceMs = Math.min(this.#spec!.timeoutMs, 1.2 * longestServiceMs);
    await sleepMs(patienceMs);
    await this.#stop?.();
    this.#stop = undefined;
  }

  report(): AgentReport {
    const { seconds, threadMs, wallMs } = this.#cpu;
    return combineReports([this.#loaded().report(threadMs, wallMs)], seconds);
  }

  close(): void {}

  #loaded(): CannonWatch {
    if (!this.#watch) throw new Error("expected a load that runs, got none");
    return this.#watch;
  }
}

await serve(loadProtocol, new AutocannonAgent());
