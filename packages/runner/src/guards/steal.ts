import { worstSteal, type Caution } from "@stackbench/model";
import { percent, type JudgedWindow } from "./judged-window.ts";

const noteAbove = 0.05;
const invalidAbove = 0.2;

/**
 * CPU time that the hypervisor gave to others, as a share of the time of the CPU that most was taken from, among those
 * that the window ran on: what is taken from one CPU of many would vanish in their mean.
 */
export const steal = (judged: Disturbed): Caution | undefined => {
  const { share, whose } = worst(judged);
  if (share === undefined || share <= noteAbove) return undefined;
  const invalid = share > invalidAbove;
  return {
    kind: "steal",
    severity: invalid ? "invalid" : "note",
    message: `${percent(share)} of the time of ${whose} was stolen (limit ${percent(invalid ? invalidAbove : noteAbove)})`,
  };
};

/** Of what the host did a window that is under load, or not. */
type Disturbed = Pick<JudgedWindow, "use" | "database"> & {
  experiment: Pick<JudgedWindow["experiment"], "cpus">;
};

function worst({ experiment, use, database }: Disturbed): { share?: number; whose: string } {
  const { server, load, database: ofDatabase } = experiment.cpus;
  const found = worstSteal(use, [...server, ...load, ...(database ? ofDatabase : [])]);
  if (found === undefined) {
    // A host that tells of the machine only.
    const { stealShare } = use.host;
    return { ...(stealShare !== undefined && { share: stealShare }), whose: "the machine's CPUs" };
  }
  const { cpu, share } = found;
  const names = [
    ...(server.includes(cpu) ? ["server"] : []),
    ...(load.includes(cpu) ? ["generator"] : []),
    ...(database && ofDatabase.includes(cpu) ? ["database"] : []),
  ];
  return { share, whose: `CPU ${cpu} (${names.join(", ")})` };
}
