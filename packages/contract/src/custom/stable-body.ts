import type { LoadRequest } from "@stackbench/model";
import type { HttpResponse } from "../verify/incoming.ts";
import { commonFields, hasClock, parseJson } from "./json-fields.ts";
import { stableEnds } from "./stable-ends.ts";

/** What is kept of an answer. */
export interface Answer extends Pick<HttpResponse, "status" | "headers"> {
  bodyBytes: number;
  /** Its body is the first answer's, byte for byte. */
  isAsFirst: boolean;
  /** One character a byte; undefined where that would be long. */
  text: string | undefined;
}

/** Fields go with every window's orders. */
const mostFields = 1_000;

/**
 * What all bodies have in common: all of it, or what they begin and end with. Bodies that vary may have any length: one
 * that was the same twenty times changes with the number of digits in them.
 */
export function stableBody(
  answers: readonly Answer[],
  anyLength: boolean,
): Pick<LoadRequest["expect"], "bodyBytes" | "body" | "ends" | "fields"> {
  const first = answers[0]!;
  const nowMs = Date.now();
  const values = answers.flatMap(({ text }) => jsonIn(text) ?? []);
  const isJson = values.length === answers.length;
  if (areSame(answers) && !(isJson && hasClock(values[0], nowMs))) {
    // Somebody knows that they vary: what was the same now tells nothing of where.
    if (anyLength) return { bodyBytes: null };
    const { bodyBytes, text } = first;
    return { bodyBytes, ...(text !== undefined && { body: text }) };
  }
  if (isJson) {
    const fields = commonFields(values, nowMs);
    if (fields.length > 0 && fields.length <= mostFields) return { bodyBytes: null, fields };
  }
  const texts = answers.flatMap(({ text }) => text ?? []);
  if (texts.length < answers.length) return { bodyBytes: null };
  const ends = stableEnds(texts);
  return { bodyBytes: null, ...(ends.start + ends.end !== "" && { ends }) };
}

function jsonIn(text: string | undefined): unknown {
  return text === undefined ? undefined : parseJson(Buffer.from(text, "latin1").toString("utf8"));
}

/** Whether the bodies so far are all the same: then a clock in them may not have moved on yet. */
function areSame(answers: readonly Answer[]): boolean {
  return answers.every(({ isAsFirst }) => isAsFirst);
}
