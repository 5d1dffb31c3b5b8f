import { seededRandom } from "@stackbench/statistics";

/** A queue with so many servers, each of which takes `serviceMs` for whoever comes, and windows as they are measured. */
interface PlacesQueue {
  places: number;
  serviceMs: number;
  warmupSeconds: number;
  seconds: number;
}

/** Windows of which the rate is taken. */
const windows = 101;

/**
 * The rate, requests/s, at which half of all windows of Poisson arrivals have a 99th percentile below `belowMs`: what a
 * search over such windows finds. A window begins with an empty queue and its warm-up. First come first served, with
 * equal services, each takes the place of the one who came `places` before.
 */
export function rateWithinP99(queue: PlacesQueue, belowMs: number): number {
  const most = (queue.places / queue.serviceMs) * 1000;
  let [low, high] = [most / 10, most * 1.5];
  while (high / low > 1.001) {
    const rate = Math.sqrt(low * high);
    let kept = 0;
    for (let seed = 1; seed <= windows; seed++) {
      if (p99Ms(queue, rate, seed) < belowMs) kept++;
    }
    if (kept > windows / 2) low = rate;
    else high = rate;
  }
  return Math.sqrt(low * high);
}

function p99Ms(queue: PlacesQueue, ratePerSecond: number, seed: number): number {
  const { places, serviceMs, warmupSeconds, seconds } = queue;
  const random = seededRandom(seed);
  const freeAtMs = new Float64Array(places);
  const times: number[] = [];
  const endMs = (warmupSeconds + seconds) * 1000;
  let next = 0;
  for (let atMs = 0; atMs < endMs; atMs += (-Math.log(1 - random()) / ratePerSecond) * 1000) {
    const doneMs = Math.max(atMs, freeAtMs[next]!) + serviceMs;
    freeAtMs[next] = doneMs;
    next = (next + 1) % places;
    if (atMs >= warmupSeconds * 1000) times.push(doneMs - atMs);
  }
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1]!;
}
