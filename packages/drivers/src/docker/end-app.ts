import { setTimeout as pause } from "node:timers/promises";
import type Docker from "dockerode";
import { endWithinSeconds, EngineRefusal } from "@stackbench/model";
import { foreground } from "../foreground.ts";
import { ask } from "./ask.ts";
import { stateOf, whatBefell, type ServiceState } from "./casualty.ts";
import { listProcesses } from "./list-processes.ts";
import type { Pod } from "./pod.ts";
import { signalOfExitCode } from "./exit-message.ts";
import type { PodContainer } from "./pod-spec.ts";

const pauseMs = 25;

/**
 * Sends SIGTERM to the first process of each of the app's containers, as an engine does that stops one. Gives what the
 * first that did not end as it should did instead; undefined where all did. Throws HostError where the engine is silent.
 */
export async function endApp(pod: Pod): Promise<string | undefined> {
  const faults = await Promise.all(
    pod.membersOf("app").map((member) => endOne(member, pod.container(member))),
  );
  return faults.find((fault) => fault !== undefined);
}

/** The same of one container. */
export async function endOne(
  member: PodContainer,
  container: Docker.Container,
): Promise<string | undefined> {
  try {
    await ask(`end the ${member.member} container`, (abortSignal) =>
      container.kill({ signal: "SIGTERM", abortSignal }),
    );
  } catch (error) {
    // One that has ended meanwhile cannot be sent a signal.
    if (!(error instanceof EngineRefusal)) throw error;
    const state = await stateOf(member, container);
    if (state.running) throw error;
    return titled(beforehand(state), member);
  }
  const deadline = performance.now() + endWithinSeconds * 1000;
  let state = await stateOf(member, container);
  while (state.running && performance.now() < deadline) {
    await pause(pauseMs);
    state = await stateOf(member, container);
  }
  const left = state.running ? await listProcesses(container) : [];
  return titled(faultIn(state, member, left), member);
}

function titled(fault: string | undefined, { title }: PodContainer): string | undefined {
  return fault === undefined || title === undefined ? fault : `${fault} (${title})`;
}

function beforehand(state: ServiceState): string {
  const isDone = !state.removed && state.exitCode === 0;
  return `expected it to run until SIGTERM, but before that ${howEnded(state)}${isDone ? ` (${foreground})` : ""}`;
}

/** `left`: what runs in it now. */
function faultIn(
  state: ServiceState,
  { options }: PodContainer,
  left: readonly string[],
): string | undefined {
  if (state.running) {
    return (
      `SIGTERM did not end it within ${endWithinSeconds} s: it is process 1 of its container, which a signal ends only ` +
      `if it is handled${isShell(options) ? "; a shell hands none on (exec the server)" : ""}${left.length > 0 ? `; it still runs ${left.join(", ")}` : ""}`
    );
  }
  const { exitCode } = state;
  // To die of the signal is the kernel's own answer to it, and as good an end.
  if (exitCode === 0 || signalOfExitCode(exitCode) === "SIGTERM") return undefined;
  return `expected it to end on SIGTERM with code 0, but ${howEnded(state)}`;
}

/** As a clause, of a container that has ended. */
function howEnded(state: ServiceState): string {
  const what = whatBefell(state)!;
  if (state.removed) return what;
  return what.startsWith("killed") ? `it was ${what}` : `it ${what}`;
}

/** Whether a shell stays process 1: one that is told to exec a command becomes it. */
function isShell({ Entrypoint: entrypoint, Cmd }: PodContainer["options"]): boolean {
  const becomesCommand = /\bexec /.test([Cmd ?? []].flat().join(" "));
  return !becomesCommand && /(^|\/)(ba|da|a|z)?sh$/.test([entrypoint].flat()[0] ?? "");
}
