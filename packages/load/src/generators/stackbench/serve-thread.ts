import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { LoadThread } from "./load-thread.ts";
import type { ThreadAnswer, ThreadCommand, ThreadStart } from "./thread-messages.ts";
import { Tickets } from "./tickets.ts";

/** The life of a worker thread: its share of the connections, driven by messages. */
export function serveThread(): void {
  const port = parentPort!;
  const { spec, index, target, tickets } = workerData as ThreadStart;
  if (spec.spin && spec.level.loop === "open") raisePriority();
  const thread = new LoadThread(spec, index, target, new Tickets(tickets));
  const answer = (message: ThreadAnswer) => port.postMessage(message);
  port.on("message", (command: ThreadCommand) => {
    if (command.type === "close") {
      thread.close();
      port.close();
      return;
    }
    carryOut(thread, command, answer).then(answer, (error: Error) =>
      answer({ type: "failed", message: error.message }),
    );
  });
}

async function carryOut(
  thread: LoadThread,
  command: Exclude<ThreadCommand, { type: "close" }>,
  answer: (message: ThreadAnswer) => void,
): Promise<ThreadAnswer> {
  switch (command.type) {
    case "begin":
      await thread.begin(command.startMs, command.staggerMs);
      return { type: "begun" };
    case "mark":
      return { type: "marked", inTime: await thread.mark(command.fromMs, command.toMs) };
    case "pass":
      await thread.pass((succeeded) => answer({ type: "progress", succeeded }));
      return { type: "passed" };
    case "exhaust": {
      const tell = (succeeded: number) => answer({ type: "progress", succeeded });
      await thread.exhaust(command.startMs, command.limitMs, tell);
      return { type: "exhausted" };
    }
    case "prepare":
      await thread.prepare();
      return { type: "prepared" };
    case "look":
      return { type: "looked", view: await thread.look() };
    default:
      return { type: "drained", report: await thread.drain() };
  }
}

/**
 * Puts this thread before whatever else wants its CPU: the harness's own sampler and the engine wake up several times
 * a second, for milliseconds, and a spinning thread would be the one that waits. Where it is not allowed (no root, no
 * CAP_SYS_NICE) it stays as it is, and send lag shows what that costs.
 */
function raisePriority(): void {
  try {
    // Of the calling thread only: that is what 0 means on Linux.
    setPriority(0, constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Told by send lag.
  }
}
