/** The agent program `generator`: our own load generator. Serves `loadProtocol`. */
import { lookup } from "node:dns/promises";
import { setTimeout as sleepMs } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import { serve } from "@stackbench/lines";
import { targetOf, type LoadSpec, type WarmUp, type WarmUpWanted } from "@stackbench/model";
import manifest from "../../../package.json" with { type: "json" };
import { requireRoom } from "../../own-limits.ts";
import { connectionsOn, threadsOn } from "../../share-of-node.ts";
import { loadProtocol, type AgentReport, type LoadAgent } from "../../protocol.ts";
import { combineReports } from "../../agent/combine-reports.ts";
import { monotonicMs } from "./load-thread.ts";
import { serveThread } from "./serve-thread.ts";
import type { ThreadReport } from "../../agent/tally.ts";
import { ThreadTeam } from "./thread-team.ts";
import { untilWarm } from "../../agent/until-warm.ts";
import type { WireTarget } from "./wire.ts";

/** Time for a command to reach all threads, so that they act on it together and in time. */
const leadMs = 20;

/**
 * Connections that begin together stay together where every request takes as long: a window of a second then holds 20
 * bursts of a server that takes 50 ms, or 19 or 21. Begun over so long they do not, and a warm-up has time for it.
 */
const longestStaggerMs = 100;

class GeneratorAgent implements LoadAgent {
  #team: ThreadTeam | undefined;
  #spec: LoadSpec | undefined;
  #leadMs = 0;
  #cpuSeconds = { user: 0, system: 0 };
  #reports: ThreadReport[] | undefined;

  async open({ spec, node = 0 }: { spec: LoadSpec; node?: number }): Promise<{ version: string }> {
    this.#team?.close();
    this.#reports = undefined;
    const threads = threadsOn(node, spec);
    requireRoom({ ...spec, connections: connectionsOn(node, spec), threads: threads.length });
    // One thread in a closed loop starts at once; others must hear of it, and a schedule wants to be awaited.
    this.#leadMs = threads.length === 1 && spec.level.loop === "closed" ? 0 : leadMs;
    this.#spec = spec;
    this.#team = new ThreadTeam(spec, threads, await resolve(spec), new URL(import.meta.url));
    return { version: manifest.version };
  }

  clock(): number {
    return monotonicMs();
  }

  async prepare(): Promise<void> {
    await this.#opened().prepare();
  }

  async begin({
    startMs: agreedMs = -Infinity,
    ...wanted
  }: WarmUpWanted & { startMs?: number }): Promise<WarmUp> {
    const team = this.#opened();
    // A load that begins a little late has its warm-up to be even with the others.
    const startMs = Math.max(agreedMs, monotonicMs() + this.#leadMs);
    await team.begin(startMs, Math.min(longestStaggerMs, wanted.seconds * 500));
    return await untilWarm(wanted, {
      elapsedMs: () => monotonicMs() - startMs,
      sleep: sleepMs,
      look: () => team.look(),
    });
  }

  async mark(
    { seconds }: { seconds: number },
    onProgress: (requestsPerSecond: number) => void,
  ): Promise<void> {
    await this.#markInTime(seconds);
    await this.pass(null, onProgress);
  }

  async aim({
    fromMs,
    seconds,
  }: {
    fromMs: number;
    seconds: number;
  }): Promise<{ inTime: boolean }> {
    return { inTime: await this.#opened().mark(fromMs, fromMs + seconds * 1000) };
  }

  async pass(_: null, onProgress: (requestsPerSecond: number) => void): Promise<void> {
    let before: { succeeded: number; atMs: number } | undefined;
    await this.#countCpu(() =>
      this.#opened().pass((succeeded) => {
        const atMs = monotonicMs();
        if (before && succeeded >= before.succeeded && atMs > before.atMs) {
          onProgress(((succeeded - before.succeeded) / (atMs - before.atMs)) * 1000);
        }
        before = { succeeded, atMs };
      }),
    );
  }

  async exhaust(
    { requests, atMostSeconds }: { requests: number; atMostSeconds: number },
    onProgress: (succeeded: number) => void,
  ): Promise<void> {
    const team = this.#opened();
    await this.#countCpu(async () => {
      const startMs = monotonicMs() + this.#leadMs;
      await team.exhaust(requests, { startMs, limitMs: atMostSeconds * 1000 }, onProgress);
    });
    this.#reports = await team.drain();
  }

  async #countCpu(act: () => Promise<void>): Promise<void> {
    const cpuBefore = process.cpuUsage();
    await act();
    const { user, system } = process.cpuUsage(cpuBefore);
    this.#cpuSeconds = { user: user / 1e6, system: system / 1e6 };
  }

  /** On a machine that stands still for a while a thread may hear of the window only when it has begun. */
  async #markInTime(seconds: number): Promise<void> {
    for (let lead = this.#leadMs; ; lead = Math.max(leadMs, 2 * lead)) {
      const fromMs = monotonicMs() + lead;
      if (await this.#opened().mark(fromMs, fromMs + seconds * 1000)) return;
    }
  }

  async drain(): Promise<void> {
    this.#reports = await this.#opened().drain();
  }

  report(): AgentReport {
    if (!this.#reports) throw new Error("expected a window before its report, got none");
    return combineReports(this.#reports, this.#cpuSeconds, this.#spec?.windowRequests);
  }

  close(): void {
    this.#team?.close();
  }

  #opened(): ThreadTeam {
    if (!this.#team) throw new Error("expected `open` before any other command");
    return this.#team;
  }
}

async function resolve(spec: LoadSpec): Promise<WireTarget> {
  const target = targetOf(spec);
  if (target.socketPath !== undefined) return { ...target, address: "", family: 4 };
  const { address, family } = await lookup(spec.address ?? spec.host);
  return { ...target, address, family: family === 6 ? 6 : 4 };
}

if (isMainThread) await serve(loadProtocol, new GeneratorAgent());
else serveThread();
