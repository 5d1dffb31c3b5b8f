import type { Cell, Unit } from "../describe/cell.ts";
import {
  absent,
  changeInterval,
  changeReach,
  mebibytes,
  microseconds,
  milliseconds,
  percent,
  percentChange,
  perSecond,
} from "../numbers.ts";

/** A cell as people read it, on the console and in Markdown. */
export function cellText(cell: Cell): string {
  switch (cell.kind) {
    case "text":
      return cell.text;
    case "empty":
      return "";
    case "unknown":
      return absent;
    case "figure": {
      const written = formats[cell.unit](cell.value);
      return cell.doubtful ? `(${written})` : written;
    }
    case "step":
      return `${formats[cell.unit](cell.from)} → ${formats[cell.unit](cell.to)}`;
    case "interval":
      return `${formats[cell.unit](cell.low)} to ${formats[cell.unit](cell.high)}`;
    case "change":
      return percentChange(cell.ratio);
    case "changeInterval":
      return (cell.short ? changeReach : changeInterval)(cell.ratio, cell.low, cell.high);
    case "places":
      return cell.low === cell.high ? String(cell.low) : `${cell.low}-${cell.high}`;
  }
}

const formats: Record<Unit, (value: number) => string> = {
  perSecond,
  megabytesPerSecond: (bytes) => perSecond(bytes / 1e6),
  seconds: milliseconds,
  milliseconds,
  microseconds,
  mebibytes,
  percent,
  wholePercent,
  spreadPercent: (share) => (share < 0.0995 ? (share * 100).toFixed(1) : wholePercent(share)),
  count: String,
  exact: String,
};

function wholePercent(share: number): string {
  return String(Math.round(share * 100));
}
