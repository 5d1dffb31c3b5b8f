import type { ForeignServer } from "./served.ts";

interface DenoServer {
  shutdown(): Promise<void>;
}

interface Runtime {
  serve(
    options: {
      hostname?: string;
      port?: number;
      reusePort?: boolean;
      path?: string;
      tcpBacklog?: number;
      /** Says on stdout where it listens, unless told otherwise. */
      onListen: () => void;
    },
    handler: (request: Request) => Response | Promise<Response>,
  ): DenoServer;
}

/** Deno's own server. */
export function serveOnDeno(
  handler: (request: Request) => Response | Promise<Response>,
): ForeignServer {
  let server: DenoServer | undefined;
  return {
    listen(place, backlog) {
      const where =
        "port" in place
          ? { hostname: place.host, port: place.port, reusePort: place.reusePort }
          : { path: place.socketPath };
      const options = { ...where, tcpBacklog: backlog, onListen: () => {} };
      server = runtime().serve(options, handler);
    },
    close: async () => server?.shutdown(),
  };
}

/** Deno's types are no npm package of its own version. */
function runtime(): Runtime {
  const { Deno } = globalThis as { Deno?: Runtime };
  if (Deno === undefined) {
    throw new Error("expected to run on Deno (deno run src/server.ts), got another runtime");
  }
  return Deno;
}
