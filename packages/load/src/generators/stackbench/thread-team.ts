import { setFlagsFromString } from "node:v8";
import { Worker, type ResourceLimits } from "node:worker_threads";
import type { LoadSpec } from "@stackbench/model";
import { LoadThread } from "./load-thread.ts";
import type { ThreadReport } from "../../agent/tally.ts";
import type { Member, ThreadAnswer, ThreadCommand, ThreadStart } from "./thread-messages.ts";
import { Tickets } from "./tickets.ts";
import type { ThreadView } from "../../agent/until-warm.ts";
import type { WireTarget } from "./wire.ts";

/**
 * Room for the young objects of a thread that spins, MiB in each of its halves: with the usual 1 MiB it would stop
 * to collect garbage many times a second.
 */
const spinningHeapMib = 32;

/** All generator threads of a node together. One thread needs no worker, unless it spins: that one has a heap of its own kind. */
export class ThreadTeam {
  readonly #members: Member[];
  readonly #tickets: Tickets;

  /** `threads`: their numbers. `entry` is the program itself: workers run it again, so that bundling it keeps working. */
  constructor(spec: LoadSpec, threads: readonly number[], target: WireTarget, entry: URL) {
    const isSpinning = spec.spin && spec.level.loop === "open";
    const tickets = new SharedArrayBuffer(Tickets.memoryBytes);
    this.#tickets = new Tickets(tickets);
    this.#members =
      threads.length === 1 && !isSpinning
        ? [new LoadThread(spec, threads[0]!, target, this.#tickets)]
        : threads.map((index) =>
            startWorker({ spec, index, target, tickets }, entry, isSpinning ? spaciousHeap() : {}),
          );
  }

  async prepare(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.prepare()));
  }

  async begin(startMs: number, staggerMs: number): Promise<void> {
    await Promise.all(this.#members.map((member) => member.begin(startMs, staggerMs)));
  }

  look(): Promise<ThreadView[]> {
    return Promise.all(this.#members.map((member) => member.look()));
  }

  /** False where the window's first edge has passed some thread unseen. */
  async mark(fromMs: number, toMs: number): Promise<boolean> {
    const inTime = await Promise.all(this.#members.map((member) => member.mark(fromMs, toMs)));
    return inTime.every(Boolean);
  }

  /** `onProgress` is given the successes of all threads so far. */
  pass(onProgress: (succeeded: number) => void): Promise<void> {
    return this.#together(onProgress, (member, tell) => member.pass(tell));
  }

  /** A bounded window of so many `requests`, over all threads; `onProgress` as for `pass`. */
  exhaust(
    requests: number,
    { startMs, limitMs }: { startMs: number; limitMs: number },
    onProgress: (succeeded: number) => void,
  ): Promise<void> {
    this.#tickets.issue(requests);
    return this.#together(onProgress, (member, tell) => member.exhaust(startMs, limitMs, tell));
  }

  async #together(
    onProgress: (succeeded: number) => void,
    act: (member: Member, tell: (succeeded: number) => void) => Promise<void>,
  ): Promise<void> {
    const succeeded = this.#members.map(() => 0);
    await Promise.all(
      this.#members.map((member, index) =>
        act(member, (count) => {
          succeeded[index] = count;
          if (index === 0) onProgress(succeeded.reduce((sum, each) => sum + each, 0));
        }),
      ),
    );
  }

  drain(): Promise<ThreadReport[]> {
    return Promise.all(this.#members.map((member) => member.drain()));
  }

  close(): void {
    for (const member of this.#members) member.close();
  }
}

function spaciousHeap(): ResourceLimits {
  // The limit is one of growth only, and a heap whose objects all die young does not grow.
  setFlagsFromString(`--min-semi-space-size=${spinningHeapMib}`);
  setFlagsFromString(`--max-semi-space-size=${spinningHeapMib}`);
  // Collecting threads would have to share the spinning thread's CPU, and it would wait for them.
  setFlagsFromString("--single-threaded-gc");
  return { maxYoungGenerationSizeMb: 3 * spinningHeapMib };
}

function startWorker(start: ThreadStart, entry: URL, resourceLimits: ResourceLimits): Member {
  const worker = new Worker(entry, { workerData: start, resourceLimits });
  let listener: ((answer: ThreadAnswer) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  worker.on("message", (answer: ThreadAnswer) => listener?.(answer));
  let dead: Error | undefined;
  const die = (error: Error) => {
    dead ??= error;
    fail?.(dead);
  };
  worker.on("error", die);
  worker.on("exit", (code) => die(new Error(`a generator thread ended with code ${code}`)));

  function post(command: ThreadCommand): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    worker.postMessage(command);
  }

  /** Resolves with the answer of that type; what comes before it goes to `onOther`. */
  function ask<Type extends ThreadAnswer["type"]>(
    command: ThreadCommand,
    type: Type,
    onOther: (answer: ThreadAnswer) => void = () => {},
  ): Promise<Extract<ThreadAnswer, { type: Type }>> {
    return new Promise((resolve, reject) => {
      listener = (answer) => {
        if (answer.type === type) resolve(answer as Extract<ThreadAnswer, { type: Type }>);
        else if (answer.type === "failed") reject(new Error(answer.message));
        else onOther(answer);
      };
      fail = reject;
      if (dead) return reject(dead);
      post(command);
    });
  }

  return {
    prepare: async () => void (await ask({ type: "prepare" }, "prepared")),
    begin: async (startMs, staggerMs) =>
      void (await ask({ type: "begin", startMs, staggerMs }, "begun")),
    look: async () => (await ask({ type: "look" }, "looked")).view,
    mark: async (fromMs, toMs) => (await ask({ type: "mark", fromMs, toMs }, "marked")).inTime,
    pass: async (onProgress) =>
      void (await ask({ type: "pass" }, "passed", (answer) => {
        if (answer.type === "progress") onProgress(answer.succeeded);
      })),
    exhaust: async (startMs, limitMs, onProgress) =>
      void (await ask({ type: "exhaust", startMs, limitMs }, "exhausted", (answer) => {
        if (answer.type === "progress") onProgress(answer.succeeded);
      })),
    drain: async () => (await ask({ type: "drain" }, "drained")).report,
    close: () => post({ type: "close" }),
  };
}
