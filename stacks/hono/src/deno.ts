import { serve, type ForeignServer } from "@stackbench/workloads-node";
import { makeApp } from "./app.ts";

/** As much of Deno as is used here: its types are no npm package of its own version. */
declare const Deno: {
  serve(
    options: {
      hostname?: string;
      port?: number;
      path?: string;
      tcpBacklog?: number;
      /** Says on stdout where it listens, unless told otherwise. */
      onListen: () => void;
    },
    handler: (request: Request) => Response | Promise<Response>,
  ): { shutdown(): Promise<void> };
};

await serve((endpoints): ForeignServer => {
  const { fetch } = makeApp(endpoints);
  let server: ReturnType<typeof Deno.serve>;
  return {
    listen(place, backlog) {
      const where =
        "port" in place
          ? { hostname: place.host, port: place.port, tcpBacklog: backlog }
          : { path: place.socketPath };
      // Hono's `fetch` takes the runtime's bindings as its second argument: not what Deno would hand over there.
      server = Deno.serve({ ...where, onListen: () => {} }, (request) => fetch(request));
    },
    close: () => server.shutdown(),
  };
});
