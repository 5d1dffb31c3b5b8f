import { setFlagsFromString } from "node:v8";
import { Worker, type ResourceLimits } from "node:worker_threads";
import type { LoadSpec } from "@stackbench/model";
import { LoadThread } from "./load-thread.ts";
import type { ThreadReport } from "./tally.ts";
import type { ThreadAnswer, ThreadCommand, ThreadStart } from "./thread-messages.ts";
import type { WireTarget } from "./wire.ts";

/** A thread as the team sees it, in this thread or in a worker. */
interface Member {
  prepare(): Promise<void>;
  run(
    startMs: number,
    seconds: number,
    onProgress: (succeeded: number) => void,
  ): Promise<ThreadReport>;
  close(): void;
}

/**
 * Room for the young objects of a thread that spins, MiB in each of its halves: with the usual 1 MiB it would stop
 * to collect garbage many times a second.
 */
const spinningHeapMib = 32;

/** All generator threads together. One thread needs no worker, unless it spins: that one has a heap of its own kind. */
export class ThreadTeam {
  readonly #members: Member[];

  /** `entry` is the program itself: workers run it again, so that bundling it keeps working. */
  constructor(spec: LoadSpec, target: WireTarget, entry: URL) {
    const isSpinning = spec.spin && spec.level.loop === "open";
    this.#members =
      spec.threads === 1 && !isSpinning
        ? [new LoadThread(spec, 0, target)]
        : Array.from({ length: spec.threads }, (_, index) =>
            startWorker({ spec, index, target }, entry, isSpinning ? spaciousHeap() : {}),
          );
  }

  async prepare(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.prepare()));
  }

  /** `onProgress` is given the successes of all threads so far. */
  async run(
    startMs: number,
    seconds: number,
    onProgress: (succeeded: number) => void,
  ): Promise<ThreadReport[]> {
    const succeeded = this.#members.map(() => 0);
    return await Promise.all(
      this.#members.map((member, index) =>
        member.run(startMs, seconds, (count) => {
          succeeded[index] = count;
          if (index === 0) onProgress(succeeded.reduce((sum, each) => sum + each, 0));
        }),
      ),
    );
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

  function ask<Result>(
    command: ThreadCommand,
    listen: (answer: ThreadAnswer, resolve: (result: Result) => void) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      listener = (answer) => listen(answer, resolve);
      fail = reject;
      if (dead) return reject(dead);
      post(command);
    });
  }

  return {
    prepare: () =>
      ask<void>({ type: "prepare" }, (answer, resolve) => {
        if (answer.type === "prepared") resolve();
      }),
    run: (startMs, seconds, onProgress) =>
      ask<ThreadReport>({ type: "run", startMs, seconds }, (answer, resolve) => {
        if (answer.type === "progress") onProgress(answer.succeeded);
        else if (answer.type === "report") resolve(answer.report);
      }),
    close: () => post({ type: "close" }),
  };
}
