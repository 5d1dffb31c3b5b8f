import { hashSortBody, lookupBody, reportBody, tableMarkup } from "../answers/index.ts";
import type { HashSortInput } from "../answers/index.ts";
import { greeting } from "../endpoints/index.ts";
import type { Expectation } from "./expectation.ts";
import { greets, withoutWhiteSpace } from "./markup.ts";

/** What the contract says of each answer without a database, for the verifier and for the checks under load. */

export const greetingAnswer: Expectation = {
  status: 200,
  contentType: "text/plain",
  body: greeting,
};

export function hashSortAnswer(input: HashSortInput, checksum?: string): Expectation {
  return jsonAnswer(() => hashSortBody(input, checksum));
}

export function lookupAnswer(seed: number): Expectation {
  return jsonAnswer(() => lookupBody(seed));
}

export function reportAnswer(mebibytes: number): Expectation {
  return jsonAnswer(() => reportBody(mebibytes));
}

export function upstreamAnswer(waitedMs: number): Expectation {
  return jsonAnswer(() => JSON.stringify({ waitedMs }));
}

export function greetedAnswer(name: string): Expectation {
  return htmlAnswer(`<p>Hello, X!</p>, X being ${JSON.stringify(name)} escaped`, (body) =>
    greets(body, name),
  );
}

export function tableAnswer(): Expectation {
  const markup = tableMarkup();
  return htmlAnswer(
    `white space aside ${markup.slice(0, 60)}…, 6 rows of 4 cells`,
    (body) => withoutWhiteSpace(body) === markup,
  );
}

function jsonAnswer(body: () => string): Expectation {
  return { status: 200, contentType: "application/json", body };
}

function htmlAnswer(expected: string, accepts: (body: string) => boolean): Expectation {
  return { status: 200, contentType: "text/html", body: { expected, accepts } };
}
