import { badValues, requestPath } from "../endpoints/index.ts";
import type { Endpoint } from "../endpoints/index.ts";
import { together } from "./check.ts";
import type { Check } from "./check.ts";
import type { BodyRule, Expectation } from "./expectation.ts";

const errorBody: BodyRule = {
  expected: '{"error":"…"} with some text',
  accepts(body) {
    try {
      const value: unknown = JSON.parse(body);
      if (typeof value !== "object" || value === null) return false;
      const [[key, text] = [], ...others] = Object.entries(value) as [string, unknown][];
      return key === "error" && typeof text === "string" && text !== "" && others.length === 0;
    } catch {
      return false;
    }
  },
};

/** The answer to bad input. */
export const refused: Expectation = {
  status: 400,
  contentType: "application/json",
  body: errorBody,
};

/** Every integer of the endpoint's query, out of range and as no integer. */
export function badQueryCheck(endpoint: Endpoint): Check {
  return {
    workload: endpoint.workload,
    run: (examiner) =>
      together(
        endpoint.query
          .filter((parameter) => parameter.kind === "integer")
          .flatMap((parameter) =>
            badValues(parameter).map((value) => {
              const path = requestPath(endpoint, { [parameter.name]: value });
              return examiner.ask({ method: endpoint.method, path }, refused);
            }),
          ),
      ),
  };
}
