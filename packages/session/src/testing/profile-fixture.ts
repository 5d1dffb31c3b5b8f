import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Profile, Selected } from "@stackbench/model";
import { sharesOf } from "@stackbench/report";
import { bareRequest } from "@stackbench/runner";
import { createProfiler } from "@stackbench/sampling";
import { chooseDriver, type DriverChoice } from "../choose-driver.ts";
import { chooseVariants } from "../choose-variants.ts";

/** The profile of an app that was left alone for `seconds`: it works by itself. */
export async function profileAlone(
  choice: DriverChoice,
  stack: "node" | "python" | "go",
  { variant, seconds }: { variant: string; seconds: number },
): Promise<Profile> {
  const folder = join(import.meta.dirname, "profiled", stack);
  const [entry] = (await chooseVariants(`${folder}:${variant}`)) as [Selected];
  const { driver } = await chooseDriver(choice);
  const { signal } = new AbortController();
  try {
    await driver.prepare(entry.stack, { services: [], isProfiled: true }, () => {}, signal);
    const told = { runId: "test-profile", sittingId: "r1/x:y", signal };
    const cpus = { server: [0], load: [1], database: [1] };
    await using sitting = await driver.bringUp(
      bareRequest(entry, { ...told, cpus, isProfiled: true }),
    );
    await using profiling = await createProfiler().begin(
      sitting.besideApp!,
      entry.stack.runtime,
      signal,
    );
    await sleep(seconds * 1000);
    return await profiling.end();
  } finally {
    await driver.close();
  }
}

/** Of the time at work in or below functions whose names have these words, 0 to 1, in their order. */
export function totalsOf(profile: Profile, words: readonly string[]): number[] {
  const functions = [...sharesOf(profile).values()];
  return words.map((word) => functions.find(({ name }) => name.includes(word))?.total ?? 0);
}
