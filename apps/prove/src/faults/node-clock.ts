import { setTimeout as sleep } from "node:timers/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakedClock, faketimeLibrary } from "./faked-clock.ts";
import { containersOn } from "./node-strikes.ts";
import type { OwnCluster } from "./own-cluster.ts";
import type { RunningProgram } from "./program.ts";
import type { Scene } from "./scene.ts";

const node = "load";
const library = "/tmp/libfaketime.so.1";
const clock = "/tmp/clock";
const mark = "/tmp/clock-is-faked";

/** Found on the PATH before the real one. */
const wrapper = [
  "#!/bin/sh",
  `echo "$*" >>${mark}`,
  ...Object.entries(fakedClock(clock, library)).map(([name, value]) => `export ${name}=${value}`),
  'exec /usr/local/bin/node "$@"',
  "",
].join("\n");

/**
 * Steps the clock of all programs of the harness on the load's node, in a window. Engines on one machine share its clock, and no
 * namespace has another time of day: so it is stepped where programs ask for it, by libfaketime, which is put into their containers
 * before they start. Their monotonic clock runs on, as on a machine that is set.
 */
export async function stepClockOn(
  cluster: OwnCluster,
  { fault }: Scene,
  program: RunningProgram,
): Promise<boolean> {
  const files = mkdtempSync(join(tmpdir(), "stackbench-clock-"));
  writeFileSync(join(files, "node"), wrapper, { mode: 0o755 });
  writeFileSync(join(files, "clock"), "+0\n");
  const seconds = Math.round((fault.amount - 0.5) * 2 * 86_400);
  const stepped = `${seconds < 0 ? "" : "+"}${seconds}`;
  const prepared = new Set<string>();
  let isFaked = false;
  try {
    while (!program.isOver) {
      for (const id of await containersOn(cluster, node).catch(() => [])) {
        if (prepared.has(id)) continue;
        const copy = (from: string, to: string) => cluster.ask(node, "cp", from, `${id}:${to}`);
        const put = [copy(faketimeLibrary(), library), copy(join(files, "clock"), clock)];
        await Promise.all(put)
          .then(() => copy(join(files, "node"), "/usr/local/sbin/node"))
          .then(
            () => prepared.add(id),
            () => {},
          );
      }
      isFaked ||= await underFakedClock(cluster, [...prepared]);
      if (isFaked && isMeasuring(program)) {
        const set = await Promise.allSettled(
          [...prepared].map((id) =>
            cluster.ask(node, "exec", id, "sh", "-c", `echo "$0" >${clock}`, stepped),
          ),
        );
        const count = set.filter(({ status }) => status === "fulfilled").length;
        // Behind the window it would have shown nothing, nor where the generator's container or the sampler's was left out.
        if (isMeasuring(program) && count >= 2) return true;
        isFaked = false;
      }
      await sleep(20);
    }
    return false;
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

/** Whether a generator and a sampler run under it: each start through the wrapper leaves its command line. */
async function underFakedClock(cluster: OwnCluster, ids: readonly string[]): Promise<boolean> {
  const started = await Promise.all(
    ids.map((id) => cluster.ask(node, "exec", id, "cat", mark).catch(() => "")),
  );
  const all = started.join("\n");
  return all.includes("generator") && all.includes("sampler");
}

function isMeasuring({ step, isOver }: RunningProgram): boolean {
  return step === "measuring" && !isOver;
}
