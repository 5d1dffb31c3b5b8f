import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { serve } from "@stackbench/workloads-node";
import { makeApp } from "./app.ts";

await serve(
  // Without options for TLS and HTTP/2 it makes a plain server.
  (endpoints) => createAdaptorServer({ fetch: makeApp(endpoints).fetch }) as Server,
);
