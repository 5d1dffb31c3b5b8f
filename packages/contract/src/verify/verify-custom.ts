import type { LoadRequest } from "@stackbench/model";
import type { Check } from "./check.ts";
import { askingAnew } from "../custom/asking-anew.ts";
import { learntHead } from "../custom/learnt-head.ts";
import { isBodyKnown, learntMismatch } from "../custom/learnt-mismatch.ts";
import { nameOf } from "./examiner.ts";

/** A status that flickers shows in some of these. */
const questions = 5;

/** The one request of an app that does not speak the contract: status, and length and body where these are known. */
export function customCheck(load: LoadRequest): Check {
  const { expect } = load;
  const answer = learntHead(expect);
  return {
    workload: "custom",
    async run(examiner) {
      const next = askingAnew(load);
      for (let asked = 0; asked < questions; asked++) {
        const request = next();
        const response = await examiner.ask(request, answer);
        if (!response) continue;
        if (expect.bodyBytes !== null) {
          const { length } = response.body;
          const got = length === expect.bodyBytes ? undefined : `${length} bytes`;
          const wanted = `a body of ${expect.bodyBytes} bytes`;
          if (!examiner.expect(nameOf(request), wanted, got)) continue;
        }
        if (!isBodyKnown(expect)) continue;
        const differing = learntMismatch(expect, response.body.toString("latin1"));
        const learnt = `the body that was learnt, ${differing?.expected}`;
        examiner.expect(nameOf(request), learnt, differing?.got);
      }
    },
  };
}
