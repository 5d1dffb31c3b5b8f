import type Docker from "dockerode";
import { EngineRefusal } from "@stackbench/model";
import { z } from "zod";
import { shownCommand } from "../shown-command.ts";
import { ask } from "./ask.ts";

/** The engine wants the pid among them. */
const columns = "pid,stat,wchan:24,time,args";
const mostShown = 5;

const topSchema = z.object({ Processes: z.array(z.array(z.string()).min(5)) });

/**
 * What runs in a container, for whoever asks why it has not ended: `S do_epoll_wait 00:00:01 python app.py` each: its state, what in the
 * kernel it waits for, its CPU time, its command. Empty where the engine cannot tell; throws HostError where it is silent.
 */
export async function listProcesses(container: Docker.Container): Promise<string[]> {
  try {
    const told = await ask("list the processes of a container", (abortSignal) =>
      container.top({ ps_args: `-eo ${columns}`, abortSignal }),
    );
    const { Processes: all } = topSchema.parse(told);
    const shown = all.slice(0, mostShown).map(([, state, waitsFor, time, ...command]) => {
      const words = command.join(" ").split(" ");
      return `${state} ${waitsFor} ${time} ${shownCommand(words)}`;
    });
    return all.length > mostShown ? [...shown, `${all.length - mostShown} more`] : shown;
  } catch (error) {
    // It ended meanwhile, or another program is `ps` there.
    if (error instanceof EngineRefusal || error instanceof z.ZodError) return [];
    throw error;
  }
}
