import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eachNight } from "@stackbench/history/testing";
import type { Night, NightCase } from "@stackbench/model";

/** How much there is of a made-up history. */
export interface HistorySize {
  nights: number;
  variants: number;
  /** Of the contract. */
  workloads: readonly NightCase["workload"][];
}

/** As a nightly run of a budget of some hours gives. */
const rounds = 6;

/**
 * Writes nights to `<folder>/history/`, a file a month, no more than one of them in memory: noisy ones, with a step of some variants, new
 * versions of a stack every hundred nights, and another kernel half-way.
 */
export async function writeLongHistory(folder: string, size: HistorySize): Promise<void> {
  const history = join(folder, "history");
  await mkdir(history, { recursive: true });
  const perStack = 4;
  const keys = Array.from(
    { length: size.variants },
    (_, index) => `stack-${Math.floor(index / perStack)}:shape-${index % perStack}`,
  );
  const nights = eachNight({
    seed: 1,
    nights: size.nights,
    variants: keys,
    speed: (key, night) => (key.endsWith("1") && night > size.nights / 3 ? 0.93 : 1),
    sketch: (night) => ({
      conditions: { kernel: night > size.nights / 2 ? "6.12" : "6.1" },
      versions: Object.fromEntries(keys.map((key, index) => [key, versionsOf(index, night)])),
    }),
  });
  let month = "";
  let lines: string[] = [];
  const end = async (): Promise<void> => {
    if (lines.length === 0) return;
    await writeFile(join(history, `${month}.jsonl`), lines);
    lines = [];
  };
  for (const night of nights) {
    const next = night.startedAt.slice(0, 7);
    if (next !== month) await end();
    month = next;
    lines.push(`${JSON.stringify(fill(night, size))}\n`);
  }
  await end();
}

function versionsOf(index: number, night: number): Record<string, string> {
  const isNew = index > 3 && index < 8;
  return {
    framework: `5.${isNew ? Math.floor(night / 100) : 0}.0`,
    node: "24.21.0",
    nginx: "1.26.3",
    postgres: "3.4.9",
    postgresql: "17.12",
  };
}

/** All workloads and rounds, with the figures of one. */
function fill(night: Night, { workloads }: HistorySize): Night {
  const cases = workloads.flatMap((workload) =>
    night.cases.map((entry) => ({
      ...entry,
      workload,
      rounds: Array.from({ length: rounds }, (_, index) => ({
        ...entry.rounds[0]!,
        round: index + 1,
      })),
    })),
  );
  return { ...night, cases };
}
