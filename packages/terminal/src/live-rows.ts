import {
  isValid,
  throughputOf,
  workloadName,
  type Plan,
  type PlannedWindow,
  type WindowRecord,
} from "@stackbench/model";
import { median } from "@stackbench/statistics";
import { describeLevel, variantOf } from "./describe-window.ts";

/** What a window came to; `value` in the unit of its row. */
type Held = { kind: "valid"; value: number } | { kind: "invalid" } | { kind: "failed" };

/** What one case has given so far. */
export interface LiveRow {
  /** `fastify:bare hello c64`, as far as it tells cases of the plan apart. */
  name: string;
  variant: string;
  /** Rows of one group are drawn on one scale. */
  group: string;
  unit: "req/s" | "ms";
  /** In order of time. */
  held: readonly Held[];
  /** How many windows it may have, spare rounds aside. */
  planned: number;
  /** Whether each window is of another load, as in a search. */
  isSearched: boolean;
  /** When it was last worked on, by order; 0 for not yet. */
  touched: number;
}

/** The cases of a plan, and what their windows give. Not the ones with a profiler on, nor those of a second generator. */
export class LiveRows {
  readonly #plan: Plan;
  readonly #rows = new Map<string, LiveRow>();
  #order = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    for (const window of plan.sittings.flatMap(({ windows }) => windows)) {
      if (this.#isCounted(window)) this.#rowOf(window);
    }
  }

  /** Group by group, in each the variants as the experiment has them. */
  get rows(): readonly LiveRow[] {
    const { variants } = this.#plan.experiment;
    return [...this.#rows.values()].toSorted(
      (a, b) =>
        a.group.localeCompare(b.group, "en", { numeric: true }) ||
        variants.indexOf(a.variant) - variants.indexOf(b.variant),
    );
  }

  /** A window of it begins. */
  touch(window: PlannedWindow): void {
    if (this.#isCounted(window)) this.#rowOf(window).touched = ++this.#order;
  }

  add(window: WindowRecord): void {
    const { planned } = window;
    if (!this.#isCounted(planned) || window.status === "profiled") return;
    const row = this.#rowOf(planned);
    row.held = [...row.held, heldOf(window)];
    row.touched = ++this.#order;
  }

  #isCounted({ generator, profiled }: PlannedWindow): boolean {
    return profiled === undefined && generator === this.#plan.experiment.generators[0];
  }

  #rowOf(window: PlannedWindow): LiveRow {
    const { experiment } = this.#plan;
    const { workloads, levels, rounds, windowsPerSitting, measures, search } = experiment;
    // What a search asks next is not known before: all its levels are one row.
    const level = search || levels.length === 1 ? [] : [describeLevel(window.level)];
    const asked = workloads.length === 1 ? [] : [workloadName(experiment, window.workload)];
    const group = [...asked, ...level].join(" ");
    const variant = variantOf(window);
    const key = `${variant}/${group}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const row: LiveRow = {
      name: `${variant} ${group}`.trim(),
      variant,
      group,
      unit: measures === "start" ? "ms" : "req/s",
      held: [],
      planned: rounds * windowsPerSitting,
      isSearched: search !== undefined,
      touched: 0,
    };
    this.#rows.set(key, row);
    return row;
  }
}

/** The median of what is valid, of what is searched the last. Undefined where nothing is. */
export function figureOf({ held, isSearched }: LiveRow): number | undefined {
  const values = held.flatMap((one) => (one.kind === "valid" ? [one.value] : []));
  return isSearched || values.length === 0 ? values.at(-1) : median(values);
}

function heldOf(window: Exclude<WindowRecord, { status: "profiled" }>): Held {
  if (window.status === "failed") return { kind: "failed" };
  if (!isValid(window)) return { kind: "invalid" };
  const isStart = window.status === "started";
  return { kind: "valid", value: isStart ? window.start.answeredMs : throughputOf(window.load) };
}
