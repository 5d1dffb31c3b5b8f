import { UsageError } from "@stackbench/model";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { ReproducedFigures, ReproducedRow, Reproduction } from "./conclude.ts";
import type { Study } from "./study.ts";

/** `claims.json`. */
const claimsSchema = z.array(
  z.strictObject({
    text: z.string(),
    verdict: z.enum(["holds", "does not hold", "undecided"]),
    by: z.string(),
  }),
);

const known = z.string().min(1).pipe(z.coerce.number());
const figureOrNone = z.union([z.literal("").transform(() => null), known]);

/** A line of `figures.csv`. */
const lineSchema = z.object({
  figures: z.string(),
  name: z.string(),
  variant: z.string(),
  published: known,
  published_ratio: known,
  ours: figureOrNone,
  ours_ratio: figureOrNone,
  ours_ratio_low: figureOrNone,
  ours_ratio_high: figureOrNone,
  rounds: figureOrNone,
});
type Line = z.infer<typeof lineSchema>;

/**
 * What a study that was held in full came to, from its files. Throws UsageError where they are no such files, or of
 * figures that the study does not have.
 */
export function parseReproduction(
  study: Study,
  { claims, figures }: { claims: string; figures: string },
): Reproduction {
  try {
    const lines = z.array(lineSchema).parse(parse(figures, { columns: true }));
    const byTitle = Map.groupBy(lines, (line) => line.figures);
    return {
      study,
      isShort: false,
      scale: 1,
      claims: claimsSchema.parse(JSON.parse(claims)),
      figures: [...byTitle].map(([title, ofTitle]) => figuresOf(study, title, ofTitle)),
    };
  } catch (cause) {
    throw new UsageError(
      `${study.name}: expected claims.json and figures.csv of bench reproduce, got others`,
      { cause },
    );
  }
}

function figuresOf({ figures }: Study, title: string, lines: readonly Line[]): ReproducedFigures {
  const published = figures.find((one) => one.title === title);
  if (!published) throw new Error(`the study has no figures "${title}"`);
  const { unit, figure } = published;
  return { title, unit, figure, rows: lines.map(rowOf) };
}

function rowOf(line: Line): ReproducedRow {
  const { name, variant, published, ours } = line;
  const ratio = [line.ours_ratio, line.ours_ratio_low, line.ours_ratio_high, line.rounds];
  const [estimate, low, high, rounds] = ratio as number[];
  return {
    name,
    variant,
    published,
    publishedRatio: line.published_ratio,
    ours,
    oursRatio: ratio.includes(null)
      ? null
      : { estimate: estimate!, low: low!, high: high!, rounds: rounds! },
  };
}
