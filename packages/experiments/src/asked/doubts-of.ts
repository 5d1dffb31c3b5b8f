import { shareInCommon, type Learnt } from "@stackbench/contract";
import type { CustomRequest, LoadRequest } from "@stackbench/model";
import { warn } from "@stackbench/terminal";
import { titleOf } from "./asked-requests.ts";

/** One request as it was learnt of one server, or of one way to serve an app. */
export interface Way {
  key: string;
  learnt: Pick<Learnt, "request" | "errorLine" | "debugMark">;
}

/** Less in common than that is another answer, not the same one told in another way. */
const leastInCommon = 0.5;

/** Says them before anything is measured, and gives them to the run. */
export function toldDoubts(name: string, ways: readonly Way[]): Pick<CustomRequest, "doubts"> {
  const doubts = doubtsOf(name, ways);
  for (const doubt of doubts) warn(doubt);
  return doubts.length > 0 ? { doubts } : {};
}

/** Why what was learnt of one request may not be what is meant, a sentence each. */
export function doubtsOf(name: string, ways: readonly Way[]): string[] {
  const title = titleOf(ways[0]!.learnt.request);
  const called = name === title ? title : `${name}: ${title}`;
  return [...errorPages(called, ways), ...otherAnswers(called, ways)];
}

function errorPages(title: string, ways: readonly Way[]): string[] {
  const telling = ways.filter(({ learnt }) => learnt.errorLine !== undefined);
  return [...Map.groupBy(telling, ({ learnt }) => learnt.errorLine!)].map(([line, same]) => {
    const { status } = same[0]!.learnt.request.expect;
    return `${title} answers ${status} at ${keysOf(same)}, but it reads like an error page: "${line}"`;
  });
}

/** Ways that answer alike are named together; an answer that tells how it is served may differ a little. */
function otherAnswers(title: string, ways: readonly Way[]): string[] {
  const kinds: Way[][] = [];
  for (const way of ways) {
    const kind = kinds.find(([first]) => isAlike(first!.learnt.request, way.learnt.request));
    if (kind) kind.push(way);
    else kinds.push([way]);
  }
  if (kinds.length < 2) return [];
  const told = kinds.map((kind) => {
    const lengths = new Set(kind.map(({ learnt }) => lengthOf(learnt.request.expect)));
    const { status, contentType = "no one type" } = kind[0]!.learnt.request.expect;
    return `${status}, ${contentType}, ${[...lengths].join(" or ")} at ${keysOf(kind)}`;
  });
  return [
    `${title} is answered differently by how it is served, and one of them is probably wrong: ${told.join("; ")}`,
  ];
}

function isAlike({ expect: first }: LoadRequest, { expect: second }: LoadRequest): boolean {
  if (first.status !== second.status || first.contentType !== second.contentType) return false;
  const share = shareInCommon(first, second);
  if (share !== undefined) return share >= leastInCommon;
  return first.bodyBytes === second.bodyBytes;
}

function lengthOf({ bodyBytes }: LoadRequest["expect"]): string {
  return bodyBytes === null ? "any length" : `${bodyBytes} bytes`;
}

function keysOf(ways: readonly Way[]): string {
  return ways.map(({ key }) => key).join(", ");
}
