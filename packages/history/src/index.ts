export { changeColumns, changesOf } from "./changes.ts";
export { historyJson } from "./history-json.ts";
export { historyParts } from "./history-parts.ts";
export { type History, judgeHistory } from "./judge-history.ts";
export { type JudgedNight, readSlim } from "./judged-night.ts";
export { nightOf } from "./night-of.ts";
export { renderHistory } from "./render-history.ts";
export { gotSlower, tellNews } from "./tell.ts";
