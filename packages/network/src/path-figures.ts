import { z } from "zod";
import { HostError } from "@stackbench/model";

/** What the way from one machine to another is, as a program on the one measured it. */
export const pathFiguresSchema = z.object({
  /** The host that was asked. */
  to: z.string(),
  /** The median over small messages, ms: of two programs, so what their machines take to wake them is in it. */
  roundTripMs: z.number().positive(),
  /** By how much the other's clock is ahead, ms. */
  clockOffsetMs: z.number(),
  /** The offset is wrong by this at most, ms: half of the quickest round trip. */
  clockErrorMs: z.number().positive(),
  /** What one TCP connection carries there, and back; payload, bytes/s. */
  bytesPerSecondTo: z.number().positive(),
  bytesPerSecondFrom: z.number().positive(),
});
export type PathFigures = z.infer<typeof pathFiguresSchema>;

/** Of the lines that the program wrote. Throws HostError for anything else. */
export function readPathFigures(lines: readonly string[]): PathFigures[] {
  return lines.map((line) => {
    try {
      return pathFiguresSchema.parse(JSON.parse(line));
    } catch (cause) {
      throw new HostError(`expected the figures of a network path, got "${line}"`, { cause });
    }
  });
}
