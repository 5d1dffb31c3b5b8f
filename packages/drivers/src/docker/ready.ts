import { verifierProgram, type VerifierProtocol } from "@stackbench/contract";
import { abortable, type Agent, type Given, type ReplyOf } from "@stackbench/lines";
import {
  HostError,
  StackFailure,
  type Launched,
  type LoadRequest,
  type TlsWay,
} from "@stackbench/model";
import type Docker from "dockerode";
import { commandOf, launchIn } from "./launch.ts";

/** A TCP port of the pod at which readiness is asked, and what it leads to, where it is not the whole app. */
export interface ProbedPort {
  port: number;
  title?: string;
}

type AppQuestion = NonNullable<Given<VerifierProtocol, "ready">["app"]>;

/** What is asked of an app that starts, from inside the pod. */
export interface Readiness {
  asked: readonly ProbedPort[];
  /** How the first of them is spoken to over TLS; absent: in plain. */
  tls?: TlsWay | undefined;
  /** What is asked; absent: `/healthz`. */
  path?: string | undefined;
  /** Where else it may listen, so that it is told soon; absent: nobody looks. */
  app?: AppQuestion;
  timeoutMs: number;
}

/** Starts the program that asks whether an app is ready, in a container of the pod. Throws HostError or EngineRefusal. */
export function launchVerifier(inside: Docker.Container): Promise<Launched> {
  return launchIn(inside, commandOf(verifierProgram));
}

/**
 * Waits until `/healthz` answers 200 at every port, asked from inside the pod by a program that runs already: starting one
 * takes CPU time, which others may be measured by. Throws StackFailure (stage `ready`) with what was seen last; rejects
 * with the signal's reason.
 */
export async function askReady(
  verifier: Agent<VerifierProtocol>,
  readiness: Readiness,
  signal: AbortSignal,
): Promise<void> {
  // It is not killed with the signal: it ends with its container.
  const unready = await abortable(
    verifier.ask("ready", questionOf(readiness), limitsOf(readiness)),
    signal,
  );
  if (unready !== null) throw failureOf(unready, readiness);
}

/**
 * The same of an app that is not started before `onAsking` is called, with a question nearly every millisecond, and then
 * `request`. Gives when what was answered, too, milliseconds since 1970 by the pod's clock.
 */
export async function seesStart(
  verifier: Agent<VerifierProtocol>,
  { request, ...readiness }: Readiness & { request: LoadRequest },
  onAsking: () => void,
  signal: AbortSignal,
): Promise<SeenStart> {
  const seen = await abortable(
    verifier.ask(
      "start",
      { ...questionOf(readiness), request },
      { ...limitsOf(readiness), onProgress: onAsking },
    ),
    signal,
  );
  if ("answeredAt" in seen) return seen;
  throw failureOf(seen, readiness);
}

export type SeenStart = Extract<ReplyOf<VerifierProtocol, "start">, { answeredAt: number }>;

function questionOf({
  asked,
  tls,
  path,
  app,
  timeoutMs,
}: Readiness): Given<VerifierProtocol, "ready"> {
  return {
    host: "127.0.0.1",
    ports: asked.map(({ port }) => port),
    timeoutMs,
    ...(tls && { tls }),
    ...(path !== undefined && { path }),
    ...(app && { app }),
  };
}

function limitsOf({ timeoutMs }: Readiness) {
  const failed = (message: string): Error =>
    new HostError(`the verifier did not say whether the app is ready: ${message}`);
  return { lastsMs: timeoutMs, failed };
}

function failureOf(
  { port, seen, stray }: NonNullable<ReplyOf<VerifierProtocol, "ready">>,
  { asked, timeoutMs }: Readiness,
): StackFailure {
  const title = asked.find((one) => one.port === port)?.title;
  const where = title === undefined ? seen : `${title}: ${seen}`;
  // Before the deadline, if it answered there: told so, it would never have been ready.
  if (stray !== undefined)
    return new StackFailure("ready", `not ready, got: ${where}; the app ${stray}`);
  return new StackFailure("ready", `not ready after ${timeoutMs / 1000} s: ${where}`);
}
