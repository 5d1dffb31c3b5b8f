import { z } from "zod";

/**
 * How an app came up, milliseconds. The zero is when its first process ran, of several the first one's: a container's
 * `State.StartedAt`, or when a local process was there.
 */
export const startTimesSchema = z.strictObject({
  /** From asking for that process until it ran: what the engine takes. Null where the engine has another clock than we. */
  launchMs: z.number().min(0).nullable(),
  /** Until the port took its first connection. Null behind a proxy, which listens whether the app does or not. */
  listeningMs: z.number().nullable(),
  /** Until `/healthz` was answered rightly, by all parts of the app. */
  readyMs: z.number(),
  /** Until a request of the workload was answered rightly, the first that was asked after that. */
  answeredMs: z.number(),
  /**
   * The most by which any of these may be late: how long nobody had asked. Where the first process ran on another machine, they may be off
   * by what is not known of its clock, which is in it.
   */
  blindMs: z.number().min(0),
});
export type StartTimes = z.infer<typeof startTimesSchema>;
