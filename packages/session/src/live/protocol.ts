import { nothing, type Protocol } from "@stackbench/lines";
import { z } from "zod";

/** What the program that serves a run's page as it goes on can be asked. It works while it is asked, and at no other time. */
export const liveProtocol = {
  /** Listens on 127.0.0.1, of port 0 on one that is free. Replies which. */
  open: {
    given: z.strictObject({
      /** Where runs are kept. */
      directory: z.string(),
      runId: z.string(),
      port: z.int().min(0).max(65_535),
    }),
    reply: z.int().min(1),
  },
  /** Makes the page anew from the journal, and answers again. */
  render: { given: nothing, reply: nothing },
  /** Answers nobody from now on: who asks waits. */
  hold: { given: nothing, reply: nothing },
  /** Answers again, with the page as it was. */
  answer: { given: nothing, reply: nothing },
  /** Tells who follows the run that it is over, and serves no more. */
  end: { given: nothing, reply: nothing },
} satisfies Protocol;
export type LiveProtocol = typeof liveProtocol;
