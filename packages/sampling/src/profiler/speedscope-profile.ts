import type { CallTree } from "@stackbench/model";
import { z } from "zod";

const micros = 1e6;

/** What py-spy writes of https://www.speedscope.app/file-format-schema.json: sampled profiles, weights in seconds. */
export const speedscopeProfileSchema = z.object({
  shared: z.object({
    frames: z.array(
      z.object({
        name: z.string(),
        file: z.string().nullish(),
        line: z.number().nullish(),
      }),
    ),
  }),
  profiles: z.array(
    z.object({
      type: z.literal("sampled"),
      unit: z.literal("seconds"),
      /** Indices of frames, from the root to the top of a stack. */
      samples: z.array(z.array(z.int().min(0))),
      weights: z.array(z.number().min(0)),
    }),
  ),
});

/** Adds all threads of a profile to a tree; gives how many samples they are. */
export function addSpeedscopeProfile(
  tree: CallTree,
  { shared, profiles }: z.infer<typeof speedscopeProfileSchema>,
): number {
  const frames = shared.frames.map(({ name, file, line }) => ({
    name,
    file: file ?? "",
    line: Math.max(0, line ?? 0),
  }));
  let count = 0;
  for (const { samples, weights } of profiles) {
    samples.forEach((stack, index) => {
      tree.add(
        stack.flatMap((frame) => frames[frame] ?? []),
        weights[index]! * micros,
      );
      count++;
    });
  }
  return count;
}
