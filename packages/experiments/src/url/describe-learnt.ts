import type { Closing } from "@stackbench/contract";
import type { LoadRequest } from "@stackbench/model";

/** Undefined for a server that keeps its connections. */
export function describeClosing(closing: Closing): string | undefined {
  switch (closing.kind) {
    case "keeps":
      return undefined;
    case "announces":
      return "closes each connection after its answer, and says so: every request to it makes a new one, as a client's does";
    case "limits":
      return `answers ${closing.refusal} when it is asked quickly: a load will measure that limit, unless you switch it off, or stay below it with --rate`;
    case "unannounced": {
      const { answers } = closing;
      const after = answers === 1 ? "every answer" : `${answers} answers`;
      return `closes connections after ${after} without saying so: a request that meets the end is asked anew on another, as a client does`;
    }
  }
}

/** What every answer is held against, for whoever wonders what "right" means here. */
export function describeExpected(
  { status, bodyBytes, body, ends }: LoadRequest["expect"],
  whose: string,
): string {
  const length = bodyBytes === null ? "of any length" : `of ${bodyBytes} bytes`;
  const asked = `20 answers of ${whose} with status ${status} and bodies ${length}; that is what every answer is held against`;
  if (body !== undefined) {
    return `${asked}, and whole bodies of some under load: they were all the same`;
  }
  if (ends === undefined) return asked;
  const { start, end } = ends;
  return `${asked}, and of some under load what all of them begin and end with (${start.length} and ${end.length} bytes): between, they vary`;
}
