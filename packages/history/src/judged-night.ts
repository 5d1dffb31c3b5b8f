import type { Night, NightCase } from "@stackbench/model";

/** What of a night is judged: figures of rounds are none of it. */
export interface JudgedNight extends Omit<Night, "cases"> {
  cases: JudgedCase[];
}

export type JudgedCase = Omit<NightCase, "rounds">;

/**
 * The same nights in a third of the room: without their rounds, and what is equal in many (names, versions, conditions) held
 * once. Of a thousand nights of a hundred variants each that is the difference of some hundred MB.
 */
export async function readSlim(nights: AsyncIterable<Night>): Promise<JudgedNight[]> {
  const known = new Map<string, unknown>();
  const shared = <Value>(value: Value): Value => {
    const id = JSON.stringify(value);
    if (!known.has(id)) known.set(id, value);
    return known.get(id) as Value;
  };
  const slim: JudgedNight[] = [];
  for await (const night of nights) {
    slim.push({
      ...night,
      conditions: shared(night.conditions),
      cases: night.cases.map(({ rounds: _, ...figures }) => ({
        ...figures,
        key: shared(figures.key),
        anchor: shared(figures.anchor),
        level: shared(figures.level),
        versions: shared(figures.versions),
      })),
    });
  }
  return slim;
}
