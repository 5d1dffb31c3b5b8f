import { serve, serveOnBun } from "@stackbench/workloads-node";
import { makeApp } from "./app.ts";

// Hono's `fetch` takes the runtime's bindings as its second argument, which is what Bun hands over there.
await serve((endpoints) => serveOnBun({ fetch: makeApp(endpoints).fetch }));
