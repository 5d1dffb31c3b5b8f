import type { LoadRequest } from "@stackbench/model";
import type { Check } from "./check.ts";
import { askingAnew } from "../custom/asking-anew.ts";
import { learntHead } from "../custom/learnt-head.ts";
import { isBodyKnown, learntMismatch } from "../custom/learnt-mismatch.ts";
import { nameOf, type Examiner } from "./examiner.ts";

/** A status that flickers shows in some of these. */
const questions = 5;
/** Longer than what all checks of the contract take, milliseconds; of each request beyond the first. */
const eachMs = 15_000;

/** How much longer a verification may take that asks several requests, milliseconds. */
export function customMs(loads: readonly LoadRequest[] = []): number {
  return eachMs * Math.max(0, loads.length - 1);
}

/**
 * The requests of an app that does not speak the contract, one after the other: status, and length and body where these
 * are known.
 */
export function customCheck(loads: readonly LoadRequest[]): Check {
  return {
    workload: "custom",
    async run(examiner) {
      for (const load of loads) await examine(load, examiner);
    },
  };
}

async function examine(load: LoadRequest, examiner: Examiner): Promise<void> {
  const { expect } = load;
  const answer = learntHead(expect);
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
}
