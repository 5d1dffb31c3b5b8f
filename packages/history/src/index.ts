export { judgeHistory } from "./judge-history.ts";
