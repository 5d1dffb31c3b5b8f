import { isAbsolute, join } from "node:path";
import { StackFailure } from "@stackbench/model";
import type { BringUpRequest } from "@stackbench/model";
import { appEnvironment } from "./environment.ts";
import type { AppAddresses } from "./environment.ts";
import type { Holding } from "./holding.ts";
import { describeExit } from "./owned-process.ts";
import type { OwnedProcess } from "./owned-process.ts";
import { findOnPath } from "./pinning.ts";
import { awaitReady } from "./readiness.ts";
import { inBackground } from "./services.ts";
import type { Services } from "./services.ts";

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
  const ready = await awaitReady({
    port,
    path: "/healthz",
    timeoutMs: readyTimeoutMs,
    ended: app.ended,
    signal,
  });
  if (ready.state === "ready") return app;
  // Waits for the last output, which tells most.
  const exit = ready.state === "ended" ? await app.exit : undefined;
  const ended = exit ? `; the app ${describeExit(exit)}${inBackground(exit, holding)}` : "";
  const late =
    ready.state === "late" ? ` within ${readyTimeoutMs / 1000} s, got last: ${ready.seen}` : "";
  const message = `expected GET /healthz to answer 200${ended}${late}`;
  throw new StackFailure("ready", message, services.log("app").last(shownLogLines));
}

function programPath(program: string, nodePath: string, directory: string, path: string): string {
  if (program === "node") return nodePath;
  const wanted = program.includes("/") && !isAbsolute(program) ? join(directory, program) : program;
  const found = findOnPath(wanted, path);
  if (found !== undefined) return found;
  const message = `expected the command ${program} in the stack's node_modules/.bin or on PATH, found none`;
  throw new StackFailure("bring-up", message);
}
