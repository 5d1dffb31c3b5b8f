import type { LoadSpec } from "@stackbench/model";
import type { ThreadReport } from "./tally.ts";
import type { WireTarget } from "./wire.ts";

/** Given to a worker when it starts. */
export interface ThreadStart {
  spec: LoadSpec;
  index: number;
  target: WireTarget;
}

export type ThreadCommand =
  | { type: "prepare" }
  | { type: "run"; startMs: number; seconds: number }
  | { type: "close" };

export type ThreadAnswer =
  | { type: "prepared" }
  | { type: "progress"; succeeded: number }
  | { type: "report"; report: ThreadReport };
