import { verifierOptions, verifierProgram, type VerifierProtocol } from "@stackbench/contract";
import { abortable, Agent, type Given } from "@stackbench/lines";
import { EngineRefusal, HostError, StackFailure, type Launched } from "@stackbench/model";
import type Docker from "dockerode";
import { commandOf, launchIn } from "./launch.ts";

/** A TCP port of the pod at which readiness is asked, and what it leads to, where it is not the whole app. */
export interface ProbedPort {
  port: number;
  title?: string;
}

type AppQuestion = NonNullable<Given<VerifierProtocol, "ready">["app"]>;

/**
 * Waits until `/healthz` answers 200 at every port, asked from inside the pod. Gives the program that asked, which
 * waits for more. Throws StackFailure (stage `ready`) with what was seen last; rejects with the signal's reason.
 */
export async function answersHealthz(
  load: Docker.Container,
  asked: readonly ProbedPort[],
  app: AppQuestion,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Launched> {
  const program = await launchIn(load, commandOf(verifierProgram));
  const ports = asked.map(({ port }) => port);
  const question = { host: "127.0.0.1", ports, timeoutMs, app };
  const failed = (message: string): Error =>
    new HostError(`the verifier did not say whether the app is ready: ${message}`);
  // It is not killed with the signal: it ends with its container.
  const unready = await abortable(
    new Agent(program, verifierOptions).ask("ready", question, { lastsMs: timeoutMs, failed }),
    signal,
  );
  if (unready === null) return program;
  const { port, seen, stray } = unready;
  const title = asked.find((one) => one.port === port)?.title;
  const where = title === undefined ? seen : `${title}: ${seen}`;
  // Before the deadline, if it answered there: told so, it would never have been ready.
  if (stray !== undefined)
    throw new StackFailure("ready", `not ready, got: ${where}; the app ${stray}`);
  throw new StackFailure("ready", `not ready after ${timeoutMs / 1000} s: ${where}`);
}

/** Waits until something listens on a TCP port of the pod, or rejects with the signal's reason. */
export async function listens(
  load: Docker.Container,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  // The kernel's own list: asking by connection would need a client and disturb the server.
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const script = `n=0
while ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ":${hex} [0-9A-F:]* 0A "; do
  n=$((n + 1)); [ $n -gt 250 ] && exit 1; sleep 0.02
done`;
  const program = await launchIn(load, ["sh", "-c", script]);
  const { code } = await abortable(program.exited, signal);
  if (code !== 0) throw new EngineRefusal("bring up", 500, `nothing listens on port ${port}`);
}
