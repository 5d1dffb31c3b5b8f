import type { ListenPlace } from "./environment.ts";
import type { ForeignServer } from "./served.ts";

/** As much of `Bun.serve`'s options as says where and how to listen. */
export interface BunPlace {
  hostname?: string;
  port?: number;
  unix?: string;
  /** Seconds, at most 255. */
  idleTimeout: number;
  /** By default a server that is not for development shares its port with any other that does. */
  reusePort: boolean;
  development: boolean;
}

/** What a server on Bun can be told to do. */
export interface Stoppable {
  /** Takes no more connections; resolves when the requests under way are answered. */
  stop(): Promise<void>;
}

/** `Bun.serve`'s options as far as they say what is answered. */
export interface BunRoutes {
  routes?: Record<string, BunHandler | Record<string, BunHandler>>;
  fetch: BunHandler;
}

/** Bun hands over its server too, as a second argument. */
type BunHandler = (request: BunRequest) => Response | Promise<Response>;
/** A request with the parameters of its route. */
type BunRequest = Request & { params: Record<string, string> };

/** A server on Bun that `start` makes: it throws where it cannot listen. Bun takes no backlog and asks for 512. */
export function onBun(start: (place: BunPlace) => Stoppable): ForeignServer {
  let server: Stoppable | undefined;
  return {
    listen(place) {
      server = start({ ...whereOf(place), idleTimeout: 120, development: false });
    },
    close: async () => server?.stop(),
  };
}

/** Bun's own server, with its own router where it is given routes. */
export function serveOnBun(answers: BunRoutes): ForeignServer {
  return onBun((place) => runtime().serve({ ...place, ...answers }));
}

function whereOf(place: ListenPlace): Pick<BunPlace, "hostname" | "port" | "unix" | "reusePort"> {
  if ("socketPath" in place) return { unix: place.socketPath, reusePort: false };
  return { hostname: place.host, port: place.port, reusePort: place.reusePort };
}

interface Runtime {
  serve(options: BunPlace & BunRoutes): Stoppable;
}

/** Bun's types would take the place of Node's in the whole workspace. */
function runtime(): Runtime {
  const { Bun } = globalThis as { Bun?: Runtime };
  if (Bun === undefined) throw new Error("expected to run on Bun (bun src/server.ts), got Node.js");
  return Bun;
}
