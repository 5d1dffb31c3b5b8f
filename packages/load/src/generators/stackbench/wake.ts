import { performance } from "node:perf_hooks";

/** Does what is due at `nowMs`; gives the time of the next that will be, Infinity when nothing more. */
type Turn = (nowMs: number) => number;

/** Makes turns from now on, until the function that it gives back is called. */
type Wake = (turn: Turn) => () => void;

/**
 * Every round of the event loop leaves an object to the garbage collector. Rounds without a pause made a hundred
 * collections a second in a heap of the usual size, 0.15 to 0.3 ms each; waiting this long in each round makes a
 * third of that or less, and answers are seen at most so much later. A slot that comes meanwhile ends the wait.
 */
const dwellMs = 0.005;

/**
 * One turn in every round of the event loop, which never sleeps: the sockets are polled in between, so that slots
 * and answers are seen within microseconds. It takes a whole CPU, which must be its own.
 */
export const spin: Wake = (turn) => {
  let stopped = false;
  const again = () => {
    if (stopped) return;
    setImmediate(again);
    let nowMs = performance.now();
    const nextMs = turn(nowMs);
    const untilMs = Math.min(nowMs + dwellMs, nextMs);
    while (nowMs < untilMs) nowMs = performance.now();
    if (nowMs >= nextMs) turn(nowMs);
  };
  setImmediate(again);
  return () => {
    stopped = true;
  };
};

/** Sleeps until the next slot. Timers know whole milliseconds only, so a turn is up to about one late. */
export const sleep: Wake = (turn) => {
  let timer: NodeJS.Timeout;
  const again = () => {
    const nextMs = turn(performance.now());
    if (nextMs === Infinity) return;
    timer = setTimeout(again, Math.max(0, Math.ceil(nextMs - performance.now())));
  };
  timer = setTimeout(again, 0);
  return () => clearTimeout(timer);
};
