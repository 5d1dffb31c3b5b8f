export { historyJson } from "./history-json.ts";
export { judgeHistory } from "./judge-history.ts";
export { nightOf } from "./night-of.ts";
export { renderHistory } from "./render-history.ts";
export { gotSlower } from "./tell.ts";
