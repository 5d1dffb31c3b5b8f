import { valuesOf } from "./figures.ts";
import type { Judgement } from "./judgement.ts";
import { centreOf, ratioOf, type Ratio } from "./ratio.ts";
import type { StudyForm } from "./step-command.ts";
import type { PublishedFigures, StepRuns, Study } from "./study.ts";

/** What a study's own words came to here. */
export interface Reproduction extends StudyForm {
  study: Study;
  figures: ReproducedFigures[];
  claims: (Judgement & { text: string })[];
}

export interface ReproducedFigures extends Pick<PublishedFigures, "title" | "unit" | "figure"> {
  rows: ReproducedRow[];
}

/** Ours beside theirs, each relative to its own baseline. */
export interface ReproducedRow {
  name: string;
  variant: string;
  published: number;
  publishedRatio: number;
  /** In the figure's own unit; null where it was not measured. */
  ours: number | null;
  /** Null where fewer than three rounds have both. */
  oursRatio: Ratio | null;
}

/** Pure. */
export function concludeStudy(
  study: Study,
  runs: StepRuns,
  { isShort, scale, rounds }: StudyForm,
): Reproduction {
  return {
    study,
    isShort,
    scale,
    rounds,
    figures: study.figures.map((figures) => reproduceFigures(figures, runs)),
    claims: study.claims.map(({ text, judge }) => ({ text, ...judge(runs) })),
  };
}

function reproduceFigures(
  { title, unit, figure, step, rows }: PublishedFigures,
  runs: StepRuns,
): ReproducedFigures {
  const run = runs.get(step);
  const [baseline] = rows;
  const read = ({ ours }: (typeof rows)[number]): ReturnType<typeof valuesOf> =>
    run ? valuesOf(run, ours, figure) : new Map();
  const toBaseline = read(baseline!);
  return {
    title,
    unit,
    figure,
    rows: rows.map((row) => {
      const values = read(row);
      return {
        name: row.name,
        variant: row.ours.variant,
        published: row.published,
        publishedRatio: row.published / baseline!.published,
        ours: centreOf(values)?.estimate ?? null,
        oursRatio: ratioOf(values, toBaseline),
      };
    }),
  };
}

/** `8 of 10 claims hold, 1 does not, 1 is undecided`. */
export function countClaims(claims: readonly Judgement[]): string {
  const count = (verdict: Judgement["verdict"]): number =>
    claims.filter((claim) => claim.verdict === verdict).length;
  const [holds, not, open] = [count("holds"), count("does not hold"), count("undecided")];
  const parts = [
    `${holds} of ${claims.length} claims hold`,
    ...(not > 0 ? [`${not} ${not === 1 ? "does" : "do"} not`] : []),
    ...(open > 0 ? [`${open} ${open === 1 ? "is" : "are"} undecided`] : []),
  ];
  return parts.join(", ");
}
