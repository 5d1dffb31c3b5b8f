import {
  bitsPerSecond,
  pathOfLoad,
  UsageError,
  type Experiment,
  type NetworkPath,
} from "@stackbench/model";
import { buildSpec, meanSentBytes, networkLimit, networkUse } from "@stackbench/runner";

/** The head of an answer has its status line at least, and tells a length. */
const leastHeadBytes = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".length;

/**
 * A rate that the network between load and server cannot carry is told before anything starts: by what is known of requests and
 * answers then, which is the least. In a closed loop the rate is what is measured: there each window is judged. Throws UsageError.
 */
export function refuseNarrowNetwork(
  experiment: Experiment,
  network: readonly NetworkPath[] | undefined,
): void {
  const path = pathOfLoad(network);
  if (!path) return;
  for (const level of experiment.levels) {
    if (level.loop !== "open") continue;
    for (const workload of experiment.workloads) {
      if (level.workload !== undefined && level.workload !== workload) continue;
      const window = { workload, level, seed: 1 };
      const spec = buildSpec(experiment, window, { host: "127.0.0.1", port: 8000 });
      const lengths = spec.sequence.map((index) => spec.requests[index]!.expect.bodyBytes ?? 0);
      const bodyBytes = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
      const { what, bytesPerSecond, mostBytesPerSecond, share } = networkUse(path, {
        requests: { perSecond: level.ratePerSecond, bytesEach: meanSentBytes(spec) },
        answers: { perSecond: level.ratePerSecond, bytesEach: leastHeadBytes + bodyBytes },
      });
      if (share < networkLimit) continue;
      const most = Math.floor((level.ratePerSecond * networkLimit) / share);
      throw new UsageError(
        `--rate=${level.ratePerSecond}: the network between load and server would be the limit: ${what} of ${workload} take ${bitsPerSecond(bytesPerSecond)} or more of it, ${Math.round(share * 100)} % of the ${bitsPerSecond(mostBytesPerSecond)} that it was found to carry (limit ${networkLimit * 100} %). Ask for ${most.toLocaleString("en-GB")}/s at most, or put a faster network between them`,
      );
    }
  }
}
