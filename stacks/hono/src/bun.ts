import { serve, type ForeignServer } from "@stackbench/workloads-node";
import { makeApp } from "./app.ts";

/** As much of Bun as is used here: its types would take the place of Node's in the whole workspace. */
declare const Bun: {
  serve(options: {
    hostname?: string;
    port?: number;
    unix?: string;
    fetch: (request: Request) => Response | Promise<Response>;
    /** Seconds, at most 255. */
    idleTimeout: number;
    /** By default a server that is not for development shares its port with any other that does. */
    reusePort: boolean;
    development: boolean;
  }): { stop(): Promise<void> };
};

await serve((endpoints): ForeignServer => {
  const { fetch } = makeApp(endpoints);
  let server: ReturnType<typeof Bun.serve>;
  return {
    // Bun takes no backlog: it always asks for 512.
    listen(place) {
      const where =
        "port" in place ? { hostname: place.host, port: place.port } : { unix: place.socketPath };
      server = Bun.serve({
        ...where,
        fetch,
        idleTimeout: 120,
        reusePort: false,
        development: false,
      });
    },
    close: () => server.stop(),
  };
});
