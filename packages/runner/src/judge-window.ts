import type { Caution } from "@stackbench/model";
import { fewResponses, unanswered, unfinished } from "./guards/answers.ts";
import { backgroundLoad } from "./guards/background-load.ts";
import { cpusOverlap, singleCpuCluster } from "./guards/cpu-sets.ts";
import { onEachNode } from "./guards/each-node.ts";
import { askedAnew, errors, generatorLimit, rateLimited } from "./guards/errors.ts";
import { debugMode } from "./guards/debug-mode.ts";
import { doubtfulAnswers } from "./guards/doubtful-answers.ts";
import { externalServer } from "./guards/external-server.ts";
import { generatorBound } from "./guards/generator-bound.ts";
import { cutShort } from "./guards/cut-short.ts";
import type { Guard, JudgedWindow } from "./guards/judged-window.ts";
import { listenOverflow } from "./guards/listen-overflow.ts";
import { little } from "./guards/little.ts";
import { misread } from "./guards/misread.ts";
import { networkBound } from "./guards/network-bound.ts";
import { networkLost } from "./guards/network-lost.ts";
import { poolBelowWorkers } from "./guards/pool-below-workers.ts";
import { rateMissed } from "./guards/rate-missed.ts";
import { sendLag } from "./guards/send-lag.ts";
import { steadiness } from "./guards/steadiness.ts";
import { steal } from "./guards/steal.ts";
import { throttled } from "./guards/throttled.ts";
import { unseenProcesses } from "./guards/unseen-processes.ts";
import { unevenSharing } from "./guards/uneven-sharing.ts";

const guards: readonly Guard[] = [
  steal,
  backgroundLoad,
  misread,
  errors,
  rateLimited,
  generatorLimit,
  askedAnew,
  throttled,
  onEachNode(little),
  onEachNode(sendLag),
  onEachNode(rateMissed),
  cutShort,
  listenOverflow,
  generatorBound,
  onEachNode(networkBound),
  networkLost,
  steadiness,
  unevenSharing,
  cpusOverlap,
  singleCpuCluster,
  poolBelowWorkers,
  fewResponses,
  unfinished,
  unanswered,
  doubtfulAnswers,
  debugMode,
  externalServer,
  unseenProcesses,
];

/**
 * Every caution a window deserves, by the rules in docs/methodology.md. What makes a window invalid is blind to
 * how the stack compares with others.
 */
export function judgeWindow(judged: JudgedWindow): Caution[] {
  return guards.map((guard) => guard(judged)).filter((caution) => caution !== undefined);
}
