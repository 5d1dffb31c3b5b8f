import { percent, type Guard } from "./judged.ts";

const noteAbove = 0.05;
const invalidAbove = 0.2;

/** CPU time that the hypervisor gave to others, as a share of the whole machine's. */
export const steal: Guard = ({ use }) => {
  const share = use.host.stealShare;
  if (share === undefined || share <= noteAbove) return undefined;
  const invalid = share > invalidAbove;
  return {
    kind: "steal",
    severity: invalid ? "invalid" : "note",
    message: `${percent(share)} of the machine's CPU time was stolen (limit ${percent(invalid ? invalidAbove : noteAbove)})`,
  };
};
