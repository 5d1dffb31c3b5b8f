import { connectedTo } from "@stackbench/http1";
import { describeErrors, StackFailure, type LoadResult, type LoadSpec } from "@stackbench/model";

/**
 * Passes a result on in which the server answered at all. `answeredInAll`: right answers of the whole load, of which
 * the window is a part. So it does with one in which the generator came to a limit of its own, which says nothing of the
 * server: the guards tell of it; and with one in which by chance nothing was due. Throws StackFailure (stage `window`) otherwise.
 */
export function requireAnswers<Load extends LoadResult>(
  result: Load,
  spec: LoadSpec,
  answeredInAll = result.succeeded,
): Load {
  const schedule = result.kind === "open" ? result.schedule : undefined;
  const answered =
    result.statuses === undefined
      ? result.succeeded + (result.errors.status ?? 0) + (result.errors.length ?? 0)
      : Object.values(result.statuses).reduce((sum, count) => sum + count, 0);
  if (answered > 0 || result.errors["generator-limit"] !== undefined) return result;
  if (schedule?.arrivals === 0) {
    if (schedule.arrivalsInAll > 0) return result;
    throw new StackFailure(
      "window",
      `expected arrivals in ${schedule.seconds} s, the schedule has none: use a higher rate or longer windows`,
    );
  }
  if (answeredInAll > 0) {
    // What speaks HTTP/2 here opens no connection twice: a server that closes each after so many answers ends the load.
    const advice =
      spec.http2 === undefined
        ? "use a longer --duration"
        : "no connection that the server closes is opened anew over HTTP/2 (nginx closes each after keepalive_requests, 1000 unless told): have it keep them longer; where answers are slow, use a longer --duration";
    throw new StackFailure(
      "window",
      `expected answers between the window's edges, got none in ${result.seconds.toFixed(1)} s and ${answeredInAll} before and behind it: ${advice}`,
    );
  }
  const kinds = describeErrors(result);
  const unfinished =
    result.kind !== "totals" && result.unfinished > 0 ? `unfinished ${result.unfinished}` : "";
  const seen = [kinds, unfinished].filter((part) => part !== "").join(", ");
  const where = `${connectedTo(spec)}, got none in ${result.seconds.toFixed(1)} s`;
  const { protocol } = result.errors;
  const answers = protocol === undefined ? "answers" : "answers that can be read";
  throw new StackFailure(
    "window",
    `expected ${answers} from ${where}${seen === "" ? "" : ` (${seen})`}`,
  );
}
