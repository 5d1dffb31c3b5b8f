import type { Closing, Learnt, NamedRequest } from "@stackbench/contract";
import { counted, numberPlace, secondPlace, type LoadRequest } from "@stackbench/model";
import { titleOf } from "./asked-requests.ts";

/** What was learnt of a request; `whose` answers. */
export function describeLearnt(name: string, request: LoadRequest, whose: string): string[] {
  const title = titleOf(request);
  const { numbers } = request;
  return [
    ...(numbers ? describeNumbers(numbers) : []),
    `${name === title ? "" : `${name}: `}${title}: ${describeExpected(request.expect, whose)}`,
  ];
}

/** What a server does with connections, each habit once, with the requests that it is shown for where others are not. */
export function describeClosings(
  requests: readonly Pick<NamedRequest, "name">[],
  learnt: readonly Learnt[],
): string[] {
  const named = requests.flatMap(({ name }, index) => {
    const habit = describeClosing(learnt[index]!.closing);
    return habit === undefined ? [] : [{ name, habit }];
  });
  return [...Map.groupBy(named, ({ habit }) => habit)].map(([habit, same]) => {
    const names = same.map(({ name }) => name).join(", ");
    return same.length === requests.length ? habit : `${habit} (asked for ${names})`;
  });
}

function describeNumbers({ second, ...first }: NonNullable<LoadRequest["numbers"]>): string[] {
  return [
    describeRange(numberPlace, first),
    ...(second ? [describeRange(secondPlace, second)] : []),
  ];
}

function describeRange(place: string, { from, count }: { from: number; count: number }): string {
  return `${place} in it: a number from ${from} to ${from + count - 1}, another in each request, all of one length`;
}

/** Undefined for a server that keeps its connections. */
function describeClosing(closing: Closing): string | undefined {
  switch (closing.kind) {
    case "keeps":
      return undefined;
    case "announces":
      return closing.answers === 1
        ? "closes each connection after its answer, and says so: every request to it makes a new one, as a client's does"
        : `closes each connection after ${closing.answers} answers, and says so: the next request makes a new one, as a client's does`;
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
function describeExpected(expected: LoadRequest["expect"], whose: string): string {
  const { status, bodyBytes, contentType, headers } = expected;
  const type = contentType === undefined ? "" : ` of type ${contentType}`;
  const length = bodyBytes === null ? "of any length" : `of ${bodyBytes} bytes`;
  const named = headers ? `, with ${Object.keys(headers).join(", ")} as expected` : "";
  const asked = `20 answers of ${whose} with status ${status}${named} and bodies${type} ${length}; that is what every answer is held against`;
  const bodies = describeBodies(expected);
  return bodies === undefined ? asked : `${asked}, and of some under load ${bodies}`;
}

function describeBodies({
  body,
  ends,
  fields,
  matches,
}: LoadRequest["expect"]): string | undefined {
  if (body !== undefined) return "the whole bodies: they were all the same";
  if (matches) return `that bodies match /${matches.pattern}/${matches.flags}`;
  if (fields) {
    const values = fields.filter(({ type }) => type !== "object" && type !== "array");
    const stable = values.filter(({ type, value }) => type === "null" || value !== undefined);
    const count = counted(values.length, "value");
    const others = stable.length < values.length ? " (the types of the others)" : "";
    return `that bodies are JSON with ${count}, ${stable.length} of them as expected${others}`;
  }
  if (!ends) return undefined;
  return `what all bodies begin and end with (${ends.start.length} and ${ends.end.length} bytes): between, they vary`;
}
