import { numbered } from "@stackbench/http1";
import type { AnswerSample, CheckedAnswers, CheckRequest, LoadRequest } from "@stackbench/model";
import { bodyMismatch } from "../verify/expectation.ts";
import type { Mismatch } from "../verify/expectation.ts";
import { nameOf } from "../verify/examiner.ts";
import { isBodyKnown, learntMismatch } from "../custom/learnt-mismatch.ts";
import { hashSort, lookup } from "../endpoints/index.ts";
import { expectedBody } from "./expected-body.ts";

/** So many loops of hash-sort are computed for a window at most, some 15 ms each; 24 answers where that allows. */
const loopsChecked = 240;

/** Answers whose right body takes so long to find that a few must do: some 15 ms a loop, and 1 ms. */
const mostChecked = [
  {
    path: hashSort.path,
    most: (query: URLSearchParams) =>
      Math.max(1, Math.min(24, Math.floor(loopsChecked / Number(query.get("loopCount"))))),
  },
  { path: lookup.path, most: () => 500 },
];

/**
 * Holds whole bodies that came under load against what the verifier expects of the same requests, and those of a request
 * that was learnt against the body that was learnt. Where too many take long to compute, answers that lie equally far
 * apart are taken, with the first and the last.
 */
export function checkAnswers({ workload, requests, answers }: CheckRequest): CheckedAnswers {
  const result: CheckedAnswers = { checked: 0, wrong: 0 };
  for (const answer of fewEnough({ requests, answers })) {
    const asked = numbered(requests[answer.request]!, answer.number);
    const mismatch =
      workload === "custom"
        ? learntFinding(asked.expect, answer)
        : contractMismatch(expectedBody(asked), answer);
    if (mismatch === "unknown") continue;
    result.checked += answer.count;
    if (!mismatch) continue;
    result.wrong += answer.count;
    const { method, path, body } = asked;
    const request = nameOf({ method, path, ...(body !== "" && { body }) });
    result.first ??= { workload, request, ...mismatch };
  }
  return result;
}

type Finding = Mismatch | "unknown" | undefined;

function contractMismatch(
  body: ReturnType<typeof expectedBody>,
  { body: got }: AnswerSample,
): Finding {
  if (body === undefined) return "unknown";
  return bodyMismatch(Buffer.from(got, "latin1").toString("utf8"), body);
}

function learntFinding(expected: LoadRequest["expect"], { body: got }: AnswerSample): Finding {
  return isBodyKnown(expected) ? learntMismatch(expected, got) : "unknown";
}

/** All but the many that take long. */
function fewEnough({
  requests,
  answers,
}: Pick<CheckRequest, "requests" | "answers">): AnswerSample[] {
  const byPath = Map.groupBy(answers, ({ request }) => requests[request]!.path);
  return [...byPath].flatMap(([path, same]) => spread(same, mostOf(path) ?? same.length));
}

function mostOf(path: string): number | undefined {
  const [pathname, query] = path.split("?");
  return mostChecked.find((limit) => limit.path === pathname)?.most(new URLSearchParams(query));
}

/** At most so many, at equal distances, the first and the last among them. */
function spread<Each>(all: readonly Each[], most: number): readonly Each[] {
  if (all.length <= most) return all;
  if (most === 1) return [all[0]!];
  return Array.from(
    { length: most },
    (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!,
  );
}
