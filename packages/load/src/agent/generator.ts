/** The agent program `generator`: our own load generator. Driven by `protocol.ts` on stdin and stdout. */
import { lookup } from "node:dns/promises";
import { isMainThread } from "node:worker_threads";
import type { LoadSpec } from "@stackbench/model";
import manifest from "../../package.json" with { type: "json" };
import type { Agent, AgentResult } from "../protocol.ts";
import { combineReports } from "./combine-reports.ts";
import { monotonicMs } from "./load-thread.ts";
import { serveAgent } from "./serve-agent.ts";
import { serveThread } from "./serve-thread.ts";
import { ThreadTeam } from "./thread-team.ts";
import type { WireTarget } from "./wire.ts";

/** Time for the start to reach all threads, so that they begin together and in time. */
const leadMs = 20;

class GeneratorAgent implements Agent {
  #team: ThreadTeam | undefined;
  #leadMs = 0;
  #result: AgentResult | undefined;

  async open({ spec }: { spec: LoadSpec }): Promise<{ version: string }> {
    // One thread in a closed loop starts at once; others must hear of it, and a schedule wants to be awaited.
    this.#leadMs = spec.threads === 1 && spec.level.loop === "closed" ? 0 : leadMs;
    this.#team = new ThreadTeam(spec, await resolve(spec), new URL(import.meta.url));
    return { version: manifest.version };
  }

  async warmUp(seconds: number): Promise<void> {
    await this.#opened().run(this.#startMs(), seconds, () => {});
  }

  async prepare(): Promise<void> {
    await this.#opened().prepare();
  }

  async run(seconds: number, onProgress: (requestsPerSecond: number) => void): Promise<void> {
    let before = { succeeded: 0, atMs: monotonicMs() };
    const cpuBefore = process.cpuUsage();
    const reports = await this.#opened().run(this.#startMs(), seconds, (succeeded) => {
      const atMs = monotonicMs();
      if (succeeded >= before.succeeded && atMs > before.atMs) {
        onProgress(((succeeded - before.succeeded) / (atMs - before.atMs)) * 1000);
      }
      before = { succeeded, atMs };
    });
    const cpu = process.cpuUsage(cpuBefore);
    this.#result = combineReports(reports, { user: cpu.user / 1e6, system: cpu.system / 1e6 });
  }

  report(): AgentResult {
    if (!this.#result) throw new Error("expected a window before its report, got none");
    return this.#result;
  }

  close(): void {
    this.#team?.close();
  }

  #startMs(): number {
    return monotonicMs() + this.#leadMs;
  }

  #opened(): ThreadTeam {
    if (!this.#team) throw new Error("expected `open` before any other command");
    return this.#team;
  }
}

async function resolve(spec: LoadSpec): Promise<WireTarget> {
  const { address, family } = await lookup(spec.host);
  return { address, family: family === 6 ? 6 : 4, port: spec.port };
}

if (isMainThread) await serveAgent(new GeneratorAgent());
else serveThread();
