export { abortable } from "./abortable.ts";
export { Agent, type AgentOptions } from "./agent.ts";
export { endProgram } from "./end-program.ts";
export { LineQueue } from "./line-queue.ts";
export { LineRing, longestLogLineBytes } from "./line-ring.ts";
export { LineSplitter, longestMessageBytes } from "./line-splitter.ts";
export { outputOf } from "./output-of.ts";
export { nothing, type Given, type Protocol, type ReplyOf } from "./protocol.ts";
export { serve, type Handlers } from "./agent/serve.ts";
