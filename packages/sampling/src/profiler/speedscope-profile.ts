import type { CallTree, ProfileFrame } from "@stackbench/model";
import { z } from "zod";

const microsPerSecond = 1e6;

/** What py-spy writes of https://www.speedscope.app/file-format-schema.json: a sampled profile a thread, weights in seconds. */
export const speedscopeProfileSchema = z.object({
  shared: z.object({
    frames: z.array(
      z.object({ name: z.string(), file: z.string().nullish(), line: z.number().nullish() }),
    ),
  }),
  profiles: z.array(
    z.object({
      /** `Process 12 Thread 13 "MainThread"`. */
      name: z.string(),
      type: z.literal("sampled"),
      unit: z.literal("seconds"),
      /** Indices of frames, from the root to the top of a stack. */
      samples: z.array(z.array(z.int().min(0))),
      weights: z.array(z.number().min(0)),
    }),
  ),
});
type SpeedscopeProfile = z.infer<typeof speedscopeProfileSchema>;

/**
 * Adds all threads of a profile to a tree; gives how many samples they are. py-spy counts a thread that it woke itself by
 * stopping it, so that a process which only waits seems to work: each process's stacks weigh as much as the CPU time that
 * it took, as far as `cpuSeconds` has it, by its number.
 */
export function addSpeedscopeProfile(
  tree: CallTree,
  { shared, profiles }: SpeedscopeProfile,
  cpuSeconds: ReadonlyMap<number, number>,
): number {
  const frames = shared.frames.map(({ name, file, line }) => ({
    name,
    file: file ?? "",
    line: Math.max(0, line ?? 0),
  }));
  const scaleOf = scalesOf(profiles, cpuSeconds);
  let count = 0;
  for (const profile of profiles) {
    const scale = scaleOf(profile) * microsPerSecond;
    profile.samples.forEach((indices, index) => {
      tree.add(stackOf(indices, frames), profile.weights[index]! * scale);
      count++;
    });
  }
  return count;
}

/** Without the frame that py-spy makes of the process itself: workers are alike. */
function stackOf(indices: readonly number[], frames: readonly ProfileFrame[]): ProfileFrame[] {
  const stack = indices.flatMap((index) => frames[index] ?? []);
  const [first] = stack;
  return first?.file === "" && /^process \d+:/.test(first.name) ? stack.slice(1) : stack;
}

/** CPU time ÷ time seen at work, by process; of a process of which nobody knows, that of all others together. */
function scalesOf(
  profiles: SpeedscopeProfile["profiles"],
  cpuSeconds: ReadonlyMap<number, number>,
): (profile: SpeedscopeProfile["profiles"][number]) => number {
  const seen = new Map<number, number>();
  for (const profile of profiles) {
    const pid = pidOf(profile);
    const seconds = profile.weights.reduce((sum, weight) => sum + weight, 0);
    seen.set(pid, (seen.get(pid) ?? 0) + seconds);
  }
  const known = [...seen].filter(([pid]) => cpuSeconds.has(pid));
  const sumOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);
  const seenSeconds = sumOf(known.map(([, seconds]) => seconds));
  const usual =
    seenSeconds > 0 ? sumOf(known.map(([pid]) => cpuSeconds.get(pid)!)) / seenSeconds : 1;
  return (profile) => {
    const pid = pidOf(profile);
    const [spent, seconds] = [cpuSeconds.get(pid), seen.get(pid)!];
    return spent === undefined || seconds === 0 ? usual : spent / seconds;
  };
}

function pidOf({ name }: Pick<SpeedscopeProfile["profiles"][number], "name">): number {
  return Number(/^Process (\d+)\b/.exec(name)?.[1] ?? 0);
}
