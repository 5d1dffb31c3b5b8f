/** What a row of a variant can be chosen by: its language, server, proxy and so on. Rows of no variant have none, and are always shown. */
export type Facets = Record<string, string>;

interface PictureBase {
  /** Of one page: letters, digits and dashes. */
  id: string;
  title: string;
  /** What is drawn and how to read it, in a sentence or two. */
  caption: string;
}

/** Estimates with their intervals, and the rounds behind them: a line each. */
export interface Dots extends PictureBase {
  kind: "dots";
  /** Of the values. */
  unit: string;
  rows: DotsRow[];
}

export interface DotsRow {
  label: string;
  value: number;
  /** Null where too few rounds allow no interval. */
  low: number | null;
  high: number | null;
  /** A value for each round. */
  rounds: number[];
  /** `1`, `2-3`; empty where the row has no place. */
  place: string;
  /** Rows whose places overlap, directly or by others between them, have the same; null without a place. */
  tier: number | null;
  /** Drawn hollow: shown beside the others, and not one of them. */
  isHollow?: boolean;
  facets?: Facets;
}

/** Curves over a common axis. */
export interface Lines extends PictureBase {
  kind: "lines";
  x: Axis;
  y: Axis;
  series: Series[];
  /** Places on the x axis that mean something. */
  marks: { x: number; label: string }[];
  /** How many series are drawn at first, from the beginning of the list. */
  drawnAtFirst: number;
}

/** `tail`: values are the share of requests that took longer, 1 at the left, in powers of ten. */
export interface Axis {
  label: string;
  scale: "linear" | "log" | "tail";
}

export interface Series {
  label: string;
  /** In rising order of x, of a tail in falling order; low and high: the spread over rounds, null where nobody knows. */
  points: [x: number, y: number, low: number | null, high: number | null][];
  /** Drawn as levels that hold until the next point. */
  isStepped?: boolean;
  /** Drawn dashed: a law's, not measured. */
  isFitted?: boolean;
  facets?: Facets;
}

/** Amounts that add up, a bar for each row. */
export interface Bars extends PictureBase {
  kind: "bars";
  unit: string;
  parts: string[];
  rows: BarsRow[];
}

export interface BarsRow {
  label: string;
  /** As long as `parts`; null where nobody knows. */
  values: (number | null)[];
  facets?: Facets;
}

/** One value for each pair of settings. */
export interface Heat extends PictureBase {
  kind: "heat";
  unit: string;
  x: string;
  y: string;
  cells: { x: string; y: string; value: number | null }[];
}

/** What is drawn, as data: charts draw it, a table tells it, a CSV file holds it. */
export type Picture = Dots | Lines | Bars | Heat;
