import { backgroundShare } from "@stackbench/model";
import { percent, type Guard } from "./judged.ts";

/** Clock ticks blur a window of 2 s by up to 6 % on two CPUs. */
const noteAbove = 0.1;

/** CPU time that programs outside the run took from it: another run, a build, a browser. Steal has a guard of its own. */
export const backgroundLoad: Guard = ({ experiment, use }) => {
  // All that stands behind the processes that listen is unknown, and may be on these CPUs.
  if (experiment.driver === "external") return undefined;
  const { server, load, database } = experiment.cpus;
  const share = backgroundShare(use, [...new Set([...server, ...load, ...database])]);
  if (share === undefined || share <= noteAbove) return undefined;
  return {
    kind: "background-load",
    severity: "note",
    message: `other programs used ${percent(share)} of the run's CPU time (limit ${percent(noteAbove)})`,
  };
};
