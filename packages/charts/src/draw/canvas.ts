import type { plot, PlotOptions } from "@observablehq/plot";

/** What Plot draws: an SVG element. Named by its types, for only programs of a browser know those of a document. */
export type Drawn = ReturnType<typeof plot>;

/** Where a picture is drawn. */
export interface Canvas {
  document: NonNullable<PlotOptions["document"]>;
  /** Pixels. */
  width: number;
  /** Whether a hand may point at it: then it tells its values. */
  isPointedAt: boolean;
}

/** A character of a label, pixels: wider than most, also of wide fonts, since nothing is measured. */
const characterWidth = 6.9;
/** Pixels: of the margin, of a row, and between a label and its row. */
const [leastMargin, rowHeight, labelGap] = [40, 22, 14];

/** What all pictures have in common. */
export function plotOptions({ document, width }: Canvas): PlotOptions {
  return {
    document,
    width,
    marginTop: 46,
    marginBottom: 16,
    style: { fontSize: "12px", background: "transparent", overflow: "visible" },
  };
}

/** Pixels; rather too many than too few. */
export function textWidth(text: string): number {
  return [...text].length * characterWidth;
}

/** Room for the longest of these labels, at most two fifths of the width. */
export function labelMargin(labels: readonly string[], width: number): number {
  const longest = labels.reduce((most, label) => Math.max(most, textWidth(label)), 0);
  // Up: a pixel too few, and the longest label would lose its middle.
  return Math.ceil(Math.min(width * 0.4, Math.max(leastMargin, longest + labelGap)));
}

/** A label as it has room there: its middle left out, since names begin and end with what tells them apart. */
export function shorten(label: string, margin: number): string {
  const room = Math.max(6, Math.floor((margin - labelGap) / characterWidth));
  const characters = [...label];
  if (characters.length <= room) return label;
  const head = Math.ceil((room - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (room - 1 - head)).join("")}`;
}

/** Height of a picture with a line for each row, pixels. */
export function heightOf(rows: number, { top = 46, bottom = 16 } = {}): number {
  return rows * rowHeight + top + bottom;
}

/** 1,234; 12.3; 0.123: as many digits as a look can use. */
export function short(value: number): string {
  const digits = Math.abs(value) >= 1000 ? 4 : 3;
  return Number(value.toPrecision(digits)).toLocaleString("en", { maximumFractionDigits: 6 });
}

/** Of amounts, above the rows. `room`: pixels that the axis has; a tick each `every` of them. */
export function amountAxis(unit: string, { room, every }: { room: number; every: number }) {
  return {
    label: `${unit} →`,
    grid: true,
    axis: "top",
    labelOffset: 42,
    tickFormat: short,
    ticks: Math.max(3, Math.floor(room / every)),
  } as const;
}

/** Of rows by their labels. `nameOf`: what is shown of one. */
export function rowAxis(
  labels: readonly string[],
  marginLeft: number,
  nameOf: (label: string) => string = (label) => label,
) {
  return {
    label: null,
    domain: [...labels],
    tickSize: 0,
    tickFormat: (label: string) => shorten(nameOf(label), marginLeft),
  };
}
