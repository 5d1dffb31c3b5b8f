import { serve, serveOnDeno } from "@stackbench/workloads-node";
import { makeApp } from "./app.ts";

await serve((endpoints) => {
  const { fetch } = makeApp(endpoints);
  // Hono's `fetch` takes the runtime's bindings as its second argument: not what Deno would hand over there.
  return serveOnDeno((request) => fetch(request));
});
