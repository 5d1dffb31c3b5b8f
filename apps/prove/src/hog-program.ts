/**
 * Uses a share of one CPU that rises in a straight line from 0 to `top` over `rampSeconds` and stays there; ends by
 * itself after `lifeSeconds`, or as soon as its input ends, which it does with its owner's death.
 * Arguments: rampSeconds top lifeSeconds.
 */
const [rampSeconds = 0, top = 0, lifeSeconds = 0] = process.argv.slice(2).map(Number);
const periodMs = 20;
const beganMs = performance.now();

process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();

function burn(): void {
  const nowMs = performance.now();
  const elapsedSeconds = (nowMs - beganMs) / 1000;
  if (elapsedSeconds >= lifeSeconds) process.exit(0);
  const busyMs = periodMs * top * Math.min(1, elapsedSeconds / rampSeconds);
  while (performance.now() - nowMs < busyMs);
  setTimeout(burn, periodMs - busyMs);
}

burn();
