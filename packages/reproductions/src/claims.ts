import { valuesOf } from "./figures.ts";
import { judgeInterval, type Judgement } from "./judgement.ts";
import { centreOf, ratioOf, ratioText } from "./ratio.ts";
import type { CaseName, FigureId, StepRuns } from "./study.ts";

/** A figure of a case of a step. */
export interface FigureName extends CaseName {
  step: string;
  figure: FigureId;
  /** As the claim calls it. */
  name: string;
}

/** How `figure` stands to `other`: between `from` and `to` times as much. `Infinity` for no upper end. */
export function judgeRatio(
  runs: StepRuns,
  { figure, other, from = 0, to = Infinity }: RatioClaim,
): Judgement {
  const name = `${figure.name} to ${other.name}`;
  const ratio = ratioOf(read(runs, figure), read(runs, other));
  if (ratio === null) return unknown(name);
  return { verdict: judgeInterval(ratio, { from, to }), by: `${name} ${ratioText(ratio)}` };
}

export interface RatioClaim {
  figure: FigureName;
  other: FigureName;
  from?: number;
  to?: number;
}

/** Whether a figure lies between `from` and `to`, in its own unit. */
export function judgeValue(
  runs: StepRuns,
  {
    figure,
    from = 0,
    to = Infinity,
    unit,
  }: { figure: FigureName; from?: number; to?: number; unit: string },
): Judgement {
  const centre = centreOf(read(runs, figure));
  if (centre === null) return unknown(figure.name);
  const [estimate, low, high] = [centre.estimate, centre.low, centre.high].map((value) =>
    Number(value.toPrecision(3)),
  );
  return {
    verdict: judgeInterval(centre, { from, to }),
    by: `${figure.name} ${estimate} ${unit} (${low} to ${high})`,
  };
}

/** Whether a share lies between `from` and `to`, 0 to 1. */
export function judgeShare(
  runs: StepRuns,
  { figure, from = 0, to = Infinity }: { figure: FigureName; from?: number; to?: number },
): Judgement {
  const centre = centreOf(read(runs, figure));
  if (centre === null) return unknown(figure.name);
  const { estimate, low, high } = centre;
  const percent = (share: number): string => `${Math.round(share * 100)}`;
  return {
    verdict: judgeInterval(centre, { from, to }),
    by: `${figure.name} ${percent(estimate)} % (${percent(low)} to ${percent(high)})`,
  };
}

function read(runs: StepRuns, { step, figure, ...name }: FigureName): ReturnType<typeof valuesOf> {
  const run = runs.get(step);
  return run ? valuesOf(run, name, figure) : new Map();
}

function unknown(name: string): Judgement {
  return { verdict: "undecided", by: `${name}: fewer than three valid rounds` };
}
