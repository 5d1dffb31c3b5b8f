import type { ParametrisedWorkload } from "@stackbench/model";
import { numbered } from "@stackbench/http1";
import { randomBelow } from "@stackbench/statistics";
import { expectedBody } from "../check/expected-body.ts";
import { loadFor } from "../load/load-for.ts";
import type { Check } from "./check.ts";

/** How long all of them together may take, beside what else is verified: a thousand loops of hash-sort take 15 s and more. */
export const parametrisedMs = 60_000;

/** What is measured with a parameter is verified with it: one request of its own load, with a number drawn anew. */
export function parametrisedCheck(workload: ParametrisedWorkload): Check {
  return {
    workload,
    async run(examiner, { random }) {
      const { requests, sequence } = loadFor(workload, randomBelow(2 ** 31, random));
      const request = requests[sequence[0]!]!;
      const { numbers, expect } = request;
      const asked = numbered(request, numbers && numbers.from + randomBelow(numbers.count, random));
      const body = expectedBody(asked);
      await examiner.ask(
        { method: asked.method, path: asked.path },
        {
          status: expect.status,
          contentType: "application/json",
          ...(body !== undefined && { body }),
        },
      );
    },
  };
}
