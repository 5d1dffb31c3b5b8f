import { z } from "zod";

/** A function as its profiler names it: text from outside. */
const profileFrameSchema = z.strictObject({
  name: z.string(),
  /** Path or URL of its source; empty where it has none. */
  file: z.string(),
  /** Where it begins, from 1; 0 where nobody knows. */
  line: z.int().min(0),
});
export type ProfileFrame = z.infer<typeof profileFrameSchema>;

/**
 * Where the processes of an app spent their time: samples of their call stacks, folded into a tree. Weights are
 * microseconds in which a thread was at work: what waited is in `idleMicros`, where the profiler tells it at all.
 */
export const profileSchema = z.strictObject({
  /** What took the samples, with its version where it tells one: "py-spy 0.4.3". */
  profiler: z.string(),
  /** From one sample to the next, microseconds. */
  intervalMicros: z.number().positive(),
  /** Processes that were sampled. */
  processes: z.int().min(1),
  samples: z.int().min(0),
  /** Null where the profiler leaves out what waits. */
  idleMicros: z.number().min(0).nullable(),
  frames: z.array(profileFrameSchema),
  /**
   * The tree, parents before their children: index of the parent (-1 at the root), index of the frame, and the time in
   * which the frame itself was at the top of that stack, microseconds.
   */
  nodes: z.array(z.tuple([z.int().min(-1), z.int().min(0), z.number().min(0)])),
});
export type Profile = z.infer<typeof profileSchema>;
