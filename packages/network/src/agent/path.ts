/** Runs on a machine of several: answers those who ask for the way to it, or asks others and writes a line of figures each. */
import { createAnswerer } from "../answer.ts";
import { askPath } from "../ask-path.ts";
import { ownClock } from "../clock.ts";

const times = { warmUpMs: 300, measuredMs: 1000 };
const port = 7411;

const [mode, ...hosts] = process.argv.slice(2);
if (mode === "answer") {
  createAnswerer(ownClock, times).listen(port);
} else {
  const options = { ...times, port, readings: 500, patienceMs: 30_000 };
  for (const host of hosts) {
    console.log(JSON.stringify(await askPath(host, options, ownClock)));
  }
}
