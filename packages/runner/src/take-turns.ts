import type { RunEvent } from "@stackbench/model";

/**
 * Holds sittings side by side, one of them working at a time: each is brought up, then each is warmed up, then each
 * measures a window, then each the next, in turns that go to and fro (a b, b a, a b), so that a steady drift meets all
 * alike. All are warm before the first window, because the one beside which another has never been loaded is slower (by
 * 3 to 7 %, docs/decisions.md). One that has no window left is taken down in its next turn. What a sitting throws is
 * thrown; then, and when the consumer stops early, the others are taken down first.
 */
export async function* takeTurns(
  sittings: readonly AsyncGenerator<RunEvent>[],
): AsyncGenerator<RunEvent> {
  await using up = new AsyncDisposableStack();
  for (const sitting of sittings) up.defer(async () => void (await sitting.return(undefined)));
  let going = [...sittings];
  while (going.length > 0) {
    const left: typeof going = [];
    for (const sitting of going) {
      if (yield* takeTurn(sitting)) left.push(sitting);
    }
    going = left.toReversed();
  }
}

/** Goes on to where another may be measured. Whether anything is left of the sitting. */
async function* takeTurn(sitting: AsyncGenerator<RunEvent>): AsyncGenerator<RunEvent, boolean> {
  for (;;) {
    const { done, value } = await sitting.next();
    if (done) return false;
    yield value;
    if (endsTurn(value)) return true;
  }
}

function endsTurn(event: RunEvent): boolean {
  switch (event.type) {
    case "phase":
      return event.phase === "ready";
    case "journal":
      return event.entry.type === "window";
    default:
      return event.type === "warmed-up";
  }
}
