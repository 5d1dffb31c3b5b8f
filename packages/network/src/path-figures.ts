import { z } from "zod";
import { HostError, networkPathSchema } from "@stackbench/model";

const { from: _, to: __, fromNode: ___, toNode: ____, ...figures } = networkPathSchema.shape;

/** What the way from one machine to another is, as a program on the one measured it. */
export const pathFiguresSchema = z.object({
  /** The host that was asked. */
  to: z.string(),
  ...figures,
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
