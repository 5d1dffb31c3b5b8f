/**
 * The agent program `autocannon`: drives the package of that name, by the same protocol as
 * our own generator. Warm-up and window are two of its runs in this one process.
 */
import { performance } from "node:perf_hooks";
import autocannon from "autocannon";
import manifest from "autocannon/package.json" with { type: "json" };
import type { LoadSpec } from "@stackbench/model";
import type { Agent, AgentResult } from "../protocol.ts";
import { CannonWatch, type CannonClient } from "./cannon-watch.ts";
import { serveAgent } from "./serve-agent.ts";

/** autocannon looks this often whether its time is over, ms: a window is at most so much longer. */
const sampleIntervalMs = 100;
const progressIntervalMs = 200;

class AutocannonAgent implements Agent {
  #spec: LoadSpec | undefined;
  #result: AgentResult | undefined;

  open({ spec }: { spec: LoadSpec }): Promise<{ version: string }> {
    this.#spec = spec;
    return Promise.resolve({ version: manifest.version });
  }

  async warmUp(seconds: number): Promise<void> {
    await this.#shoot(seconds, () => {});
  }

  /** Its connections are made at the start of a run: nothing can be prepared. */
  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async run(seconds: number, onProgress: (requestsPerSecond: number) => void): Promise<void> {
    this.#result = await this.#shoot(seconds, onProgress);
  }

  report(): AgentResult {
    if (!this.#result) throw new Error("expected a window before its report, got none");
    return this.#result;
  }

  close(): void {}

  async #shoot(
    seconds: number,
    onProgress: (requestsPerSecond: number) => void,
  ): Promise<AgentResult> {
    const spec = this.#spec;
    if (!spec) throw new Error("expected `open` before any other command");
    const watch = new CannonWatch(spec);
    let succeededBefore = 0;
    const progress = setInterval(() => {
      onProgress(((watch.succeeded - succeededBefore) / progressIntervalMs) * 1000);
      succeededBefore = watch.succeeded;
    }, progressIntervalMs);
    const cpuBefore = process.cpuUsage();
    const threadBefore = process.threadCpuUsage();
    const wallBeforeMs = performance.now();

    const host = spec.host.includes(":") ? `[${spec.host}]` : spec.host;
    await autocannon({
      url: `http://${host}:${spec.port}`,
      connections: spec.level.connections,
      pipelining: 1,
      duration: seconds,
      sampleInt: sampleIntervalMs,
      timeout: spec.timeoutMs / 1000,
      // Every connection gets requests of its own, in its own order, from `setupClient`.
      setupClient: (client: unknown) => watch.adopt(client as CannonClient),
    });

    clearInterval(progress);
    const cpu = process.cpuUsage(cpuBefore);
    const thread = process.threadCpuUsage(threadBefore);
    const wallMs = performance.now() - wallBeforeMs;
    return watch.result({
      cpuSeconds: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
      busiestThreadCpuShare: (thread.user + thread.system) / 1000 / wallMs,
    });
  }
}

await serveAgent(new AutocannonAgent());
