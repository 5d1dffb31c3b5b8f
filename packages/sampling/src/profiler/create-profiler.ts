import { ownProgram } from "@stackbench/host";
import { Agent } from "@stackbench/lines";
import { StackFailure, type Profiler } from "@stackbench/model";
import { profilerOptions, profilerProgram } from "./protocol.ts";

/** The agent program `profiler`, to be run as it is or bundled. */
export const profilerEntry = ownProgram(
  "profiler",
  new URL("./agent/profiler.ts", import.meta.url),
);

/** Profiles by a program of its own beside the app, one a window. Throws HostError where that program says nothing. */
export function createProfiler(): Profiler {
  return {
    async begin(app, runtime, signal) {
      const { rootPid } = app;
      const agent = await Agent.launch(app, profilerProgram, profilerOptions);
      const options = {
        signal,
        failed: (message: string) => new StackFailure("window", `no profile: ${message}`),
      };
      try {
        await agent.ask("begin", { runtime, rootPid }, options);
      } catch (error) {
        await agent.end();
        throw error;
      }
      return {
        end: () => agent.ask("end", null, options),
        [Symbol.asyncDispose]: () => agent.end(),
      };
    },
  };
}
