import { parentPort, workerData } from "node:worker_threads";
import { LoadThread } from "./load-thread.ts";
import type { ThreadAnswer, ThreadCommand, ThreadStart } from "./thread-messages.ts";

/** The life of a worker thread: its share of the connections, driven by messages. */
export function serveThread(): void {
  const port = parentPort!;
  const { spec, index, target } = workerData as ThreadStart;
  const thread = new LoadThread(spec, index, target);
  const answer = (message: ThreadAnswer) => port.postMessage(message);
  port.on("message", (command: ThreadCommand) => {
    if (command.type === "prepare") {
      void thread.prepare().then(() => answer({ type: "prepared" }));
    } else if (command.type === "run") {
      void thread
        .run(command.startMs, command.seconds, (succeeded) =>
          answer({ type: "progress", succeeded }),
        )
        .then((report) => answer({ type: "report", report }));
    } else {
      thread.close();
      port.close();
    }
  });
}
