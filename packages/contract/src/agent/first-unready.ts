import { listeningSockets, listeningUnixSockets, type Sockets } from "@stackbench/host";
import type { Lookout } from "../ready/stray-watch.ts";
import { untilReady } from "../ready/until-ready.ts";
import type { Given, ReplyOf } from "@stackbench/lines";
import type { VerifierProtocol } from "./protocol.ts";

/** PostgreSQL's own, in the network namespace that it shares with the app. */
const databaseSocket = /\/\.s\.PGSQL\.\d+$/;

/**
 * Asks at the last port until it is ready, then at the one before it, and so on. A proxy comes first in the list, and is
 * asked only once what is behind it serves: asked before, it would go on with its turns unevenly shared. Gives the port
 * that was not ready at the deadline, or never will be; null where all are.
 */
export async function firstUnready({
  host,
  ports,
  timeoutMs,
  tls,
  path,
  app,
}: Given<VerifierProtocol, "ready">): Promise<ReplyOf<VerifierProtocol, "ready">> {
  const deadline = performance.now() + timeoutMs;
  const lookout = lookoutFor(app, path);
  for (const port of ports.toReversed()) {
    const readiness = await untilReady({
      host,
      port,
      ...(tls && port === ports[0] && { tls }),
      deadline,
      path,
      ...(lookout && { lookout }),
    });
    if (readiness.state !== "unready") continue;
    const { seen, stray } = readiness;
    return { port, seen, ...(stray === undefined ? {} : { stray }) };
  }
  return null;
}

/** Where else in this network namespace an app may listen. */
export function lookoutFor(
  app: Given<VerifierProtocol, "ready">["app"],
  path?: string,
): Lookout | undefined {
  return app && { places: app.places, path, look: () => socketsBeside(app.others) };
}

/** What listens in this network namespace beside the harness's own services is the app's. */
function socketsBeside(others: readonly number[]): Sockets {
  return {
    tcp: listeningSockets().filter(({ port }) => !others.includes(port)),
    unix: listeningUnixSockets().filter(({ path }) => !databaseSocket.test(path)),
  };
}
