import {
  backgroundShare,
  backgroundShareOf,
  cpuSides,
  type Caution,
  type CpuSide,
} from "@stackbench/model";
import { percent, type JudgedWindow } from "./judged-window.ts";

/** Clock ticks blur a window of 2 s by up to 6 % on two CPUs, and by more on each. */
const noteAbove = { run: 0.1, side: 0.15 };

const names: Record<CpuSide, string> = { server: "server's", load: "generator's" };

/** CPU time that programs outside the run took from it: another run, a build, a browser. Steal has a guard of its own. */
export const backgroundLoad = ({
  experiment,
  use,
}: Pick<JudgedWindow, "experiment" | "use">): Caution | undefined => {
  const parts = [
    ...told("run's", backgroundShare(use, experiment.cpus), noteAbove.run),
    ...ofSides(experiment.cpus, use),
  ];
  if (parts.length === 0) return undefined;
  // What stands behind the processes that listen may be on these CPUs too, and nobody tells it from others.
  const who = experiment.startsServers
    ? "other programs"
    : "other programs, or what the server itself calls on (a database, a proxy),";
  return {
    kind: "background-load",
    severity: "note",
    message: `${who} used ${parts.join(" and ")}`,
  };
};

/** What fills one CPU of many is little of all. */
function ofSides(cpus: JudgedWindow["experiment"]["cpus"], use: JudgedWindow["use"]): string[] {
  return cpuSides.flatMap((side) =>
    told(names[side], backgroundShareOf(side, use, cpus), noteAbove.side),
  );
}

function told(whose: string, share: number | undefined, limit: number): string[] {
  if (share === undefined || share <= limit) return [];
  return [`${percent(share)} of the ${whose} CPU time (limit ${percent(limit)})`];
}
