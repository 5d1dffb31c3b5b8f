import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const patienceMs = 400_000;

const out = temporaryResults();

/** A replica serves 8 at once for 40 ms each: 200 requests/s and no more. Its `stack.json` says so. */
const server = "packages/reference-servers/reference-servers:places-8-nginx";
const each = 200;

test(
  "capacity grows with every replica, by what that one has, and no request is lost",
  async () => {
    const { code, stdout, stderr } = await runBench([
      "autoscale",
      `--stack=${server}`,
      "--connections=48",
      // However little such a server uses: it is grown for the time that it takes, not for its need.
      "--scale-at=0.5%",
      "--for=3s",
      "--duration=18",
      "--rounds=1",
      "--warmup=0.5",
      "--no-calibration",
      "--seed=1",
      "--json",
      `--out=${out}`,
    ]);
    expect(code, stderr).toBe(0);
    const { scalings } = JSON.parse(stdout) as { scalings: Told[] };
    const [{ rates, lost, delaySeconds, rounds }] = scalings as [Told];
    expect(lost).toBe(0);
    expect(rates.map(({ replicas }) => replicas)).toEqual([1, 2, 3]);
    for (const { replicas, requestsPerSecond } of rates) {
      const share = requestsPerSecond.estimate / (replicas * each);
      expect(share, `${replicas} replicas`).toBeGreaterThan(0.95);
      expect(share, `${replicas} replicas`).toBeLessThan(1.05);
    }
    // The time that CPU has to be over the threshold is part of the delay.
    expect(delaySeconds!.estimate).toBeGreaterThan(2.5);
    expect(rounds[0]!.replicas).toEqual({ first: 1, most: 3, last: 3 });
  },
  patienceMs,
);

interface Told {
  lost: number;
  delaySeconds: { estimate: number } | null;
  rates: { replicas: number; requestsPerSecond: { estimate: number } }[];
  rounds: { replicas: { first: number; most: number; last: number } }[];
}
