export { historyJson, type HistoryJson } from "./history-json.ts";
export {
  judgeHistory,
  type GroupHistory,
  type History,
  type LineBorder,
  type LineHistory,
  type VariantStep,
} from "./judge-history.ts";
export { relativeSpeedOf, speedOf, type Entry, type Line } from "./line.ts";
export type { Move } from "./moves.ts";
export { nightOf, type FoundNight } from "./night-of.ts";
export { renderHistory } from "./render-history.ts";
export type { Shift } from "./shift.ts";
export { gotSlower, tellBorder, tellMove, tellNews, tellStep } from "./tell.ts";
