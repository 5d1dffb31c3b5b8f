/** What stands where there is no figure. */
export const absent = "–";

/** 48,210: rounded to `digits` significant digits from a thousand on, to three below; thousands grouped. */
function significant(value: number, digits: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(value >= 1000 ? digits : 3));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  return grouped(rounded.toFixed(Math.min(3, Math.max(0, 2 - magnitude))));
}

/** Requests per second: four digits are more than any round repeats. */
export function perSecond(value: number): string {
  return significant(value, 4);
}

/** Milliseconds, or seconds, with three significant digits, to the µs at most. */
export function milliseconds(value: number): string {
  return significant(value, 4);
}

/** Microseconds with three significant digits, four from a thousand on. */
export function microseconds(value: number): string {
  return significant(value, 4);
}

/** `23.5 GiB`, of bytes. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** A share as a percentage without its sign: 1.8, 12, 0.04. Never 0 for what is not 0. */
export function percent(share: number): string {
  const value = Math.abs(share) * 100;
  if (value === 0) return "0";
  if (value < 0.01) return "<0.01";
  if (value < 1) return value.toFixed(2).replace(/0$/, "");
  return value < 9.95 ? value.toFixed(1) : grouped(Math.round(value));
}

/** A share near 1 as a percentage without its sign, with two digits of what it lacks: 99.97, 98.1, 64; 100 for 1 alone. */
export function percentWithin(share: number): string {
  const lacking = (1 - share) * 100;
  // What is left of a sum of floats is nothing.
  if (lacking < 1e-9) return "100";
  const decimals = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(lacking))));
  return (share * 100).toFixed(decimals);
}

/** A ratio as what it changes: `−23.1 %`, `+4.0 %`, and from the double on `×2.31`. */
export function percentChange(ratio: number): string {
  if (ratio >= 2) return times(ratio);
  return `${signedPercent(ratio)} %`;
}

/** The ends of an interval about a ratio, written as the ratio is: `−23.9 to −22.3`, `×2.28 to ×2.34`. */
export function changeInterval(ratio: number, low: number, high: number): string {
  const format = ratio >= 2 ? times : signedPercent;
  return `${format(low)} to ${format(high)}`;
}

/** From here on the sides of an interval are alike: one distance tells of both. */
const likeSides = 0.75;

/**
 * An interval about a ratio where its ends have no room: its further end as a distance, `±0.8` of −23.1 %, `±0.03` of
 * ×2.31. Its two ends, `[12.1, 89.4]` of +41.4 %, where one distance would mislead: where the shorter side is less
 * than three quarters of the longer one, by more than two of the last digit, or where it would take "no change" in,
 * and the interval does not.
 */
export function changeReach(ratio: number, low: number, high: number): string {
  const [decimals, scale] = ratio >= 2 ? [decimalsOf(ratio), 1] : [1, 100];
  const [shorter, longer] = [high - ratio, ratio - low].toSorted((a, b) => a - b) as [
    number,
    number,
  ];
  const isUneven = shorter < likeSides * longer && (longer - shorter) * scale > 2 / 10 ** decimals;
  const takesIn = ratio - longer <= 1 && ratio + longer >= 1;
  if (!isUneven && takesIn === (low <= 1 && high >= 1))
    return `±${(longer * scale).toFixed(decimals)}`;
  const end = (value: number): string =>
    ratio >= 2 ? grouped(value.toFixed(decimals)) : signedPercent(value).replace("+", "");
  return `[${end(low)}, ${end(high)}]`;
}

function times(ratio: number): string {
  return `×${grouped(ratio.toFixed(decimalsOf(ratio)))}`;
}

/** Three digits. */
function decimalsOf(ratio: number): number {
  if (ratio >= 99.95) return 0;
  return ratio >= 9.995 ? 1 : 2;
}

function signedPercent(ratio: number): string {
  const value = ((ratio - 1) * 100).toFixed(1);
  if (Number(value) === 0) return "0.0";
  return value.startsWith("-") ? `−${value.slice(1)}` : `+${value}`;
}

/** Mebibytes: 8.4, 85, 1,024. */
export function mebibytes(bytes: number): string {
  const value = bytes / 2 ** 20;
  return value < 9.95 ? value.toFixed(1) : grouped(Math.round(value));
}

/** 45 s, 3 min 10 s, 2 h 5 min. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 90) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function grouped(value: number | string): string {
  const [whole = "", fraction] = String(value).split(".");
  const thousands = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

/** Milliseconds since 1970 of a moment as ISO 8601 has it; null where a run file of others holds something else. */
export function epochMs(moment: string): number | null {
  const ms = Date.parse(moment);
  return Number.isNaN(ms) ? null : ms;
}
