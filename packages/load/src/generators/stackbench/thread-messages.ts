import type { LoadSpec } from "@stackbench/model";
import type { ThreadReport } from "../../agent/tally.ts";
import type { ThreadView } from "../../agent/until-warm.ts";
import type { WireTarget } from "./wire.ts";

/** Given to a worker when it starts. */
export interface ThreadStart {
  spec: LoadSpec;
  index: number;
  target: WireTarget;
  /** Of `Tickets`. */
  tickets: SharedArrayBuffer;
}

/** What a thread does, here or in a worker. All times are ms of the machine's monotonic clock. */
export interface Member {
  /** Establishes connections that are to be kept; resolves when each worked or failed. */
  prepare(): Promise<void>;
  /**
   * Sends from `startMs` on, until it is drained; resolves when that has begun. In a closed loop the connections begin
   * one after the other within `staggerMs`.
   */
  begin(startMs: number, staggerMs: number): Promise<void>;
  look(): Promise<ThreadView>;
  /** The window shall last from one to the other. False where its first edge has passed unseen: mark a later one. */
  mark(fromMs: number, toMs: number): Promise<boolean>;
  /** Resolves at the window's end. `onProgress` is given the successes of the load so far. */
  pass(onProgress: (succeeded: number) => void): Promise<void>;
  /**
   * A bounded window: sends from `startMs` on until all tickets are taken, or for `limitMs`, and resolves when all that
   * was sent has been answered, lost or given up. `onProgress` as above. It is drained then, and has its report.
   */
  exhaust(startMs: number, limitMs: number, onProgress: (succeeded: number) => void): Promise<void>;
  /** Stops sending, and awaits what is under way. */
  drain(): Promise<ThreadReport>;
  close(): void;
}

export type ThreadCommand =
  | { type: "prepare" | "look" | "pass" | "drain" | "close" }
  | { type: "begin"; startMs: number; staggerMs: number }
  | { type: "exhaust"; startMs: number; limitMs: number }
  | { type: "mark"; fromMs: number; toMs: number };

export type ThreadAnswer =
  | { type: "prepared" | "begun" | "passed" | "exhausted" }
  | { type: "marked"; inTime: boolean }
  | { type: "looked"; view: ThreadView }
  | { type: "progress"; succeeded: number }
  | { type: "drained"; report: ThreadReport }
  | { type: "failed"; message: string };
