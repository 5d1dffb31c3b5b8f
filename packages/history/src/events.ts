import type { GroupHistory } from "./judge-history.ts";
import { dayOf, nameOf, tellBorder, tellMove, tellStep } from "./tell.ts";

/** All that ever changed in a group, a sentence each, the oldest first. */
export function eventsOf({ moves, lines }: GroupHistory): string[] {
  const events = [
    ...moves.map((move) => ({ at: dayOf(move.since), told: tellMove(move) })),
    ...lines.flatMap(({ line, steps, borders }) => [
      ...steps.map((step) => ({
        at: dayOf(step.since),
        told: `${nameOf(line)}: ${tellStep(step)}`,
      })),
      ...borders.map((border) => ({
        at: dayOf(border.since),
        told: `${nameOf(line)}: ${tellBorder(border)}`,
      })),
    ]),
  ];
  return events.toSorted((a, b) => a.at.localeCompare(b.at)).map(({ told }) => told);
}
