/** Runs beside the load generator, inside a sitting, and serves `verifierProtocol`. */
import { serve } from "@stackbench/lines";
import { audit, snapshot } from "../audit/audit.ts";
import { learnRequests } from "../custom/learn-requests.ts";
import { verify } from "../verify/verify.ts";
import { firstUnready } from "./first-unready.ts";
import { holdOpen } from "./hold-open.ts";
import { timeStart } from "./time-start.ts";
import { verifierProtocol } from "./protocol.ts";

await serve(verifierProtocol, {
  ready: firstUnready,
  start: timeStart,
  verify: (given) => verify(given),
  learn: ({ requests, ...lesson }) => learnRequests(lesson, requests),
  hold: holdOpen,
  snapshot: (given) => snapshot(given),
  audit: async (given) => (await audit(given)) ?? null,
});
