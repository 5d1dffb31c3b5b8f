import { randomBelow } from "@stackbench/statistics";
import { itemFieldsBody } from "../answers/index.ts";
import { createItem, healthz, hello } from "../endpoints/index.ts";
import type { WorkloadId } from "@stackbench/model";
import type { Check } from "./check.ts";
import type { HttpRequest } from "./client.ts";
import type { Expectation } from "./expectation.ts";
import { greetingAnswer } from "./right-answers.ts";

const closeTimeoutMs = 3_000;
const keepAliveRequests = 4;

interface Question {
  request: HttpRequest;
  expectation: Expectation;
}

/** How requests may arrive: the routes behind them are the cheapest that the stack serves. */
export function transportChecks(workloads: readonly WorkloadId[]): Check[] {
  const question = cheapest(workloads);
  const checks = [splitHead(question), keepAlive(question), closing(question)];
  return workloads.includes("items") ? [...checks, splitBody] : checks;
}

function cheapest(workloads: readonly WorkloadId[]): Question {
  if (!workloads.includes("hello")) {
    return { request: { method: "GET", path: healthz.path }, expectation: { status: 200 } };
  }
  return { request: { method: "GET", path: hello.path }, expectation: greetingAnswer };
}

/** A request whose path and header arrive in pieces. */
function splitHead({ request, expectation }: Question): Check {
  const what = `GET ${request.path} in three packets`;
  return {
    workload: "routing",
    run: (examiner) =>
      examiner.converse(what, "an answer", async ({ send, receive }) => {
        const bytes = examiner.encode({ ...request, headers: { Accept: "*/*" } });
        await send(bytes.subarray(0, 6), bytes.subarray(6, 24), bytes.subarray(24));
        examiner.compare(what, await receive(), expectation);
      }),
  };
}

/**
 * Several requests on one connection. A server may announce that it closes; one that closes
 * unannounced makes its clients lose requests.
 */
function keepAlive({ request, expectation }: Question): Check {
  return {
    workload: "routing",
    run: (examiner) => {
      const name = `GET ${request.path}`;
      return examiner.converse(
        `${name}, ${keepAliveRequests} times on one connection`,
        "an answer to each, or an announced close",
        async ({ send, receive }) => {
          for (let round = 1; round <= keepAliveRequests; round++) {
            await send(examiner.encode(request));
            const response = await receive();
            if (!examiner.compare(`${name}, number ${round}`, response, expectation)) return;
            if (response.closes) return;
          }
        },
      );
    },
  };
}

/** Asked to close, it answers and closes. */
function closing({ request, expectation }: Question): Check {
  const what = `GET ${request.path} with Connection: close`;
  return {
    workload: "routing",
    run: (examiner) =>
      examiner.converse(what, "an answer", async ({ send, receive, endsWithin }) => {
        await send(examiner.encode(request, false));
        if (!examiner.compare(what, await receive(), expectation)) return;
        const open = (await endsWithin(closeTimeoutMs)) ? undefined : "still open";
        examiner.expect(what, `closed within ${closeTimeoutMs} ms`, open);
      }),
  };
}

/** A body in pieces, cut inside the head, inside a character and inside a number. */
const splitBody: Check = {
  workload: "items",
  async run(examiner, { random, table }) {
    const fields = { name: `split-é-${randomBelow(1_000_000, random)}`, quantity: 123 };
    const request: HttpRequest = {
      method: createItem.method,
      path: createItem.path,
      headers: { "Content-Type": "application/json" },
      body: itemFieldsBody(fields),
    };
    const what = "POST /items in four packets";
    await examiner.converse(what, "status 201", async ({ send, receive }) => {
      const bytes = examiner.encode(request);
      const bodyStart = bytes.indexOf("\r\n\r\n") + 4;
      const cuts = [bodyStart - 30, bytes.indexOf("é") + 1, bytes.length - 3];
      await send(
        bytes.subarray(0, cuts[0]),
        bytes.subarray(cuts[0], cuts[1]),
        bytes.subarray(cuts[1], cuts[2]),
        bytes.subarray(cuts[2]),
      );
      if (!examiner.compare(what, await receive(), { status: 201 })) return;
      if (!table) return;
      const rows = await table.byName(fields.name);
      const quantity = rows.map((row) => row.quantity).join();
      const got = quantity === "123" ? undefined : `${rows.length} rows, quantity ${quantity}`;
      examiner.expect(what, "one row with quantity 123", got);
    });
  },
};
