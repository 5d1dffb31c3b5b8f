import { isAbsolute, join } from "node:path";
import { untilReady, watchStart, type SeenStart } from "@stackbench/contract";
import {
  listeningSockets,
  listeningUnixSockets,
  readDescriptors,
  socketInodes,
  type Sockets,
} from "@stackbench/host";
import {
  HostError,
  StackFailure,
  type BringUpRequest,
  type StartTimes,
  type TlsWay,
} from "@stackbench/model";
import { foreground } from "../foreground.ts";
import { appEnvironment } from "./environment.ts";
import type { AppAddresses } from "./environment.ts";
import type { Holding } from "./holding.ts";
import { describeExit } from "./owned-process.ts";
import type { Exit, OwnedProcess } from "./owned-process.ts";
import { findOnPath } from "./pinning.ts";
import { inBackground } from "./services.ts";
import type { Services } from "./services.ts";

const shownLogLines = 20;

/** An app that serves. */
interface RaisedApp {
  app: OwnedProcess;
  /** Present where it was asked for. */
  start?: StartTimes;
}

/**
 * Starts the app and waits until `/healthz` answers 200, and the first request where there is one. Throws StackFailure,
 * HostError, or the signal's reason.
 */
export async function raiseApp(
  nodePath: string,
  request: BringUpRequest,
  addresses: AppAddresses,
  tls: TlsWay | undefined,
  holding: Holding,
  services: Services,
): Promise<RaisedApp> {
  const { stack, variant, readyTimeoutMs, firstRequest, signal } = request;
  const environment = appEnvironment(request, nodePath, addresses);
  const [program, ...args] = variant.command;
  const app = await services
    .start(holding, "app", {
      command: [programPath(program!, nodePath, stack.directory, environment["PATH"]!), ...args],
      directory: stack.directory,
      environment,
      cpus: request.cpus.server,
    })
    .catch((cause: unknown) => {
      const isTold = cause instanceof StackFailure || cause instanceof HostError;
      if (isTold || !(cause instanceof Error)) throw cause;
      throw new StackFailure("bring-up", cause.message, [], { cause });
    });
  const { port } = addresses;
  const question = {
    host: "127.0.0.1",
    ...(tls && { tls }),
    deadline: performance.now() + readyTimeoutMs,
    ended: () => app.ended() !== undefined,
    lookout: { places: [{ port }], look: () => socketsOf(holding.members()) },
    signal,
  };
  const ready =
    firstRequest === undefined
      ? await untilReady({ ...question, port })
      : await watchStart({ ...question, ports: [port], request: firstRequest });
  if (ready.state === "ready") return { app };
  if (ready.state === "answered") return { app, start: startTimesOf(app, ready) };
  // Waits for the last output, which tells most.
  const exit = ready.state === "ended" ? await app.exit : undefined;
  const ended = exit ? `; the app ${describeExit(exit)}${afterwards(exit, holding)}` : "";
  const late =
    ready.state === "unready" && ready.stray === undefined
      ? ` within ${readyTimeoutMs / 1000} s, got last: ${ready.seen}`
      : "";
  const stray =
    ready.state === "unready" && ready.stray !== undefined
      ? `, got: ${ready.seen}; the app ${ready.stray}`
      : "";
  const message = `expected GET /healthz to answer 200${ended}${late}${stray}`;
  throw new StackFailure("ready", message, services.log("app").last(shownLogLines));
}

function startTimesOf(
  { askedAt, startedAt }: OwnedProcess,
  { listeningAt, readyAt, answeredAt, blindMs }: SeenStart,
): StartTimes {
  return {
    launchMs: startedAt - askedAt,
    listeningMs: listeningAt - startedAt,
    readyMs: readyAt - startedAt,
    answeredMs: answeredAt - startedAt,
    blindMs,
  };
}

function afterwards(exit: Exit, holding: Holding): string {
  const left = inBackground(exit, holding);
  return left === "" && exit.code === 0 ? `: ${foreground}` : left;
}

function programPath(program: string, nodePath: string, directory: string, path: string): string {
  if (program === "node") return nodePath;
  const wanted = program.includes("/") && !isAbsolute(program) ? join(directory, program) : program;
  const found = findOnPath(wanted, path);
  if (found !== undefined) return found;
  const message = `expected the command ${program} in the stack's node_modules/.bin or on PATH, found none`;
  throw new StackFailure("bring-up", message);
}

/** Where processes of this machine listen. */
function socketsOf(processes: readonly { pid: number }[]): Sockets {
  const inodes = new Set(
    processes.flatMap(({ pid }) => [...socketInodes(readDescriptors(pid) ?? [])]),
  );
  return {
    tcp: listeningSockets().filter(({ inode }) => inodes.has(inode)),
    unix: listeningUnixSockets().filter(({ inode }) => inodes.has(inode)),
  };
}
