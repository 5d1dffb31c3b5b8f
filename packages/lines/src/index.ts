export { LineQueue } from "./line-queue.ts";
export { LineRing, longestLogLineBytes } from "./line-ring.ts";
export { LineSplitter, longestMessageBytes } from "./line-splitter.ts";
