import type { AgentProgram, Launched, Launcher } from "@stackbench/model";
import { launchHere } from "../launch-here.ts";

export interface LocalLauncher extends Launcher, AsyncDisposable {
  /** How many programs so far. */
  launched: number;
}

/** Starts programs as children of this process, agents from the .ts file of each. Disposing ends what still runs, as a sitting does. */
export function launcherOf(entryOf: (agent: AgentProgram) => string): LocalLauncher {
  const running = new Set<Launched>();
  return {
    launched: 0,
    async launch({ entry, arguments: parameters }) {
      this.launched++;
      const [file, given] =
        "agent" in entry
          ? [process.execPath, [entryOf(entry.agent), ...parameters]]
          : [entry.command, parameters];
      const program = launchHere(file, given);
      running.add(program);
      void program.exited.then(() => running.delete(program));
      return program;
    },
    async [Symbol.asyncDispose]() {
      for (const { kill } of running) kill("SIGKILL");
      await Promise.all([...running].map(({ exited }) => exited));
    },
  };
}
