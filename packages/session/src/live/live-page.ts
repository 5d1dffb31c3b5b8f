import { codeCache, ownProgram } from "@stackbench/host";
import { Agent, launchHere } from "@stackbench/lines";
import type { Experiment, RunEvent } from "@stackbench/model";
import { isDue } from "./is-due.ts";
import { liveProtocol, type LiveProtocol } from "./protocol.ts";

/** What no page takes to be made; whatever does is not waited for any longer, ms. */
const patienceMs = 30_000;

/** With its rubbish taken out when it is asked to, all of it by then, and never by itself when nobody asks it anything. */
const flags = ["--expose-gc", "--no-memory-reducer", "--single-threaded-gc"];

export interface LivePageTask {
  /** Where runs are kept. */
  directory: string;
  runId: string;
  /** 0 for one that is free. */
  port: number;
  measures: Experiment["measures"];
  say(line: string): void;
}

/**
 * The page of a run as it goes on, on 127.0.0.1, made and served by a program of its own. That one works only while the
 * run waits for it, and answers only while nothing is measured (docs/decisions.md). Whatever goes wrong with it ends the
 * page and never the run.
 */
export class LivePage implements AsyncDisposable {
  readonly #task: LivePageTask;
  readonly #pid: number | undefined;
  #agent: Agent<LiveProtocol> | undefined;
  #isHeld = false;
  #renderedMs = 0;
  #tookMs = 0;
  /** How often the page was made. */
  renderings = 0;
  /** Of the page; undefined where it could not be served. */
  url: string | undefined;

  private constructor(task: LivePageTask) {
    this.#task = task;
    const entry = ownProgram("live-page", new URL("./program.ts", import.meta.url));
    const program = launchHere(process.execPath, [...flags, entry], codeCache());
    this.#pid = program.pid;
    this.#agent = new Agent(program, { protocol: liveProtocol, name: "live page", patienceMs });
  }

  /** Serves the run's page, and tells where. Never throws: what is wrong is told. */
  static async open(task: LivePageTask): Promise<LivePage> {
    const page = new LivePage(task);
    const { directory, runId, port } = task;
    await page.#attempt(async (agent) => {
      const own = await agent.ask("open", { directory, runId, port });
      page.url = `http://127.0.0.1:${own}/`;
      task.say(`live        ${page.url} (this machine alone; it answers between windows)`);
    });
    await page.render();
    return page;
  }

  /** Of the program; undefined once it is gone. */
  get pid(): number | undefined {
    return this.#agent && this.#pid;
  }

  /** To be awaited before the runner is asked for the next event: what is measured then is measured without it. */
  async onEvent(event: RunEvent): Promise<void> {
    if (this.#beginsMeasuring(event)) return await this.hold();
    if (event.type !== "journal") return;
    const due = { sinceMs: performance.now() - this.#renderedMs, tookMs: this.#tookMs };
    if (isDue(event.entry, due)) await this.render();
    else await this.#answer();
  }

  /** Makes the page anew; it answers from then on. */
  async render(): Promise<void> {
    const fromMs = performance.now();
    await this.#attempt((agent) => agent.ask("render", null));
    this.renderings++;
    this.#isHeld = false;
    this.#renderedMs = performance.now();
    this.#tookMs = this.#renderedMs - fromMs;
  }

  /** It does nothing once this resolves. */
  async hold(): Promise<void> {
    if (this.#isHeld) return;
    await this.#attempt((agent) => agent.ask("hold", null));
    this.#isHeld = true;
  }

  /** Tells who looks at it that the run is over, and leaves no process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#attempt((agent) => agent.ask("end", null));
    await this.#agent?.end();
    this.#agent = undefined;
  }

  async #answer(): Promise<void> {
    if (!this.#isHeld) return;
    await this.#attempt((agent) => agent.ask("answer", null));
    this.#isHeld = false;
  }

  /** Coming up is what is measured of a start. */
  #beginsMeasuring(event: RunEvent): boolean {
    if (event.type === "measuring") return true;
    const isStart = this.#task.measures === "start";
    return isStart && event.type === "phase" && event.phase === "bring-up";
  }

  async #attempt(work: (agent: Agent<LiveProtocol>) => Promise<unknown>): Promise<void> {
    const agent = this.#agent;
    if (!agent) return;
    try {
      await work(agent);
    } catch (error) {
      this.#agent = undefined;
      await agent.end();
      const { message } = error as Error;
      this.#task.say(
        `the page of this run is not served any more, which goes on without: ${message}`,
      );
    }
  }
}
