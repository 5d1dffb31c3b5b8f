import type { LoadResult } from "@stackbench/model";
import type { Guard } from "./judged-window.ts";

/**
 * Answers that a generator took a header for: an interim answer (RFC 9110 15.2, such as 103) is followed by the answer
 * itself, and whoever counts it as one counts twice, and mixes up requests and answers from then on.
 */
export const misread: Guard = ({ load }) => {
  const interim = interimIn(load);
  if (interim.length === 0) return undefined;
  const counts = interim.map(([status, count]) => `${count} answers of status ${status}`);
  return {
    kind: "misread-answers",
    severity: "invalid",
    message: `${load.generator.id} took ${counts.join(", ")} for the answers to its requests, where the answer itself was still to come: its counts and times are wrong, whatever the server did`,
  };
};

/** Whether what went wrong may be the generator's doing. */
export function isMisread(load: LoadResult): boolean {
  return interimIn(load).length > 0;
}

function interimIn({
  statuses = {},
}: Pick<LoadResult, "statuses">): [status: string, count: number][] {
  return Object.entries(statuses).filter(([status]) => status.startsWith("1"));
}
