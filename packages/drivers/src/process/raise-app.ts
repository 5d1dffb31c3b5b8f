import { isAbsolute, join } from "node:path";
import { untilReady } from "@stackbench/contract";
import { StackFailure, type BringUpRequest } from "@stackbench/model";
import { foreground } from "../foreground.ts";
import { appEnvironment } from "./environment.ts";
import type { AppAddresses } from "./environment.ts";
import type { Holding } from "./holding.ts";
import { describeExit } from "./owned-process.ts";
import type { Exit, OwnedProcess } from "./owned-process.ts";
import { findOnPath } from "./pinning.ts";
import { inBackground } from "./services.ts";
import type { Services } from "./services.ts";
import { socketsOf } from "./sockets-of.ts";

const shownLogLines = 20;

/** Starts the app and waits until `/healthz` answers 200. Throws StackFailure, or the signal's reason. */
export async function raiseApp(
  nodePath: string,
  request: BringUpRequest,
  addresses: AppAddresses,
  holding: Holding,
  services: Services,
): Promise<OwnedProcess> {
  const { stack, variant, readyTimeoutMs, signal } = request;
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
      if (cause instanceof StackFailure || !(cause instanceof Error)) throw cause;
      throw new StackFailure("bring-up", cause.message, [], { cause });
    });
  const { port } = addresses;
  const ready = await untilReady({
    host: "127.0.0.1",
    port,
    deadline: performance.now() + readyTimeoutMs,
    ended: () => app.ended() !== undefined,
    lookout: { places: [{ port }], look: () => socketsOf(holding.members()) },
    signal,
  });
  if (ready.state === "ready") return app;
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
