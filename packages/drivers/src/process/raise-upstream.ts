import { untilReady } from "@stackbench/contract";
import { freePort } from "@stackbench/host";
import { HostError, type BringUpRequest } from "@stackbench/model";
import type { BringUpContext } from "./bring-up-context.ts";
import { baseEnvironment } from "./environment.ts";
import type { Holding } from "./holding.ts";
import { describeExit } from "./owned-process.ts";
import type { Services } from "./services.ts";

const readyTimeoutMs = 10_000;

/** Starts the slow upstream beside the generator; returns its URL. Throws HostError: no stack is to blame. */
export async function raiseUpstream(
  context: BringUpContext,
  request: BringUpRequest,
  holding: Holding,
  services: Services,
): Promise<string> {
  const port = await freePort();
  const upstream = await services.start(holding, "upstream", {
    command: [context.nodePath, context.agentEntries.upstream],
    directory: context.repositoryRoot,
    environment: { ...baseEnvironment(context.nodePath), HOST: "127.0.0.1", PORT: `${port}` },
    cpus: request.cpus.load,
  });
  const { signal } = request;
  const ready = await untilReady({
    host: "127.0.0.1",
    port,
    path: "/wait?ms=0",
    deadline: performance.now() + readyTimeoutMs,
    ended: () => upstream.ended() !== undefined,
    signal,
  });
  if (ready.state === "ready") return `http://127.0.0.1:${port}`;
  const got = ready.state === "ended" ? describeExit(await upstream.exit) : ready.seen;
  throw new HostError(
    `expected the slow upstream to answer GET /wait within ${readyTimeoutMs / 1000} s, got: ${got} ` +
      services.log("upstream").last(5).join(" | "),
  );
}
