import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leftovers } from "./testing/leftovers.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const patienceMs = 400_000;
const out = temporaryResults();

/** It is grown for the time that it takes, not for its need. */
const autoscale = [
  "autoscale",
  "--stack=packages/reference-servers/reference-servers:places-8-nginx",
  "--connections=16",
  "--scale-at=0.5%",
  "--for=1s",
  "--duration=5",
  "--rounds=2",
  "--warmup=0.5",
  "--no-calibration",
  // The first round begins with the variant of one replica: its window is on disk when the other grows.
  "--seed=1",
  `--out=${out}`,
];

/** Lines of the journal that hold a window, as they stand there. */
async function windowsOf(runId: string): Promise<string[]> {
  const text = await readFile(join(out, runId, "journal.jsonl"), "utf8");
  return text.split("\n").filter((line) => line.startsWith('{"type":"window"'));
}

const hasSecondReplica = (): boolean => leftovers().some((name) => name.endsWith("-app-2"));

test(
  "what is killed while replicas come and go leaves nothing after the next start, and goes on with every finished window",
  async () => {
    let looking: NodeJS.Timeout | undefined;
    const { code, stderr } = await runBench(autoscale, (told, kill) => {
      if (looking || !told.includes("[1/4]")) return;
      looking = setInterval(() => hasSecondReplica() && kill("SIGKILL"), 200);
    });
    clearInterval(looking);
    expect(code, stderr).toBeNull();
    expect(hasSecondReplica()).toBe(true);
    const [runId] = await readdir(out);
    const before = await windowsOf(runId!);
    expect(before.length, stderr).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(4);

    const resumed = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
    expect(heldCodes, resumed.stderr).toContain(resumed.code);
    expect(resumed.stderr).toMatch(/cleaned up: container \S+-app-2 /);
    expect(leftovers()).toEqual([]);
    const after = await windowsOf(runId!);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(idOf)).size).toBe(after.length);
    const { scalings } = JSON.parse(resumed.stdout) as { scalings: { rounds: Round[] }[] };
    expect(scalings[0]!.rounds.map(({ replicas }) => replicas.first)).toEqual([1, 1]);
    expect(Math.min(...scalings[0]!.rounds.map(({ replicas }) => replicas.most))).toBeGreaterThan(
      1,
    );
  },
  patienceMs,
);

interface Round {
  replicas: { first: number; most: number };
}

function idOf(line: string): string {
  const { window } = JSON.parse(line) as { window: { planned: { windowId: string } } };
  return window.planned.windowId;
}
