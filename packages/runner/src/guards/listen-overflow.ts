import type { Guard } from "./judged.ts";

/**
 * Connections that the kernel dropped in the app's network namespace. Local processes share the machine's, where
 * they may have been meant for anybody: there it is a note.
 */
export const listenOverflow: Guard = ({ use }) => {
  if (use.network === undefined) return undefined;
  const { listenOverflows, listenDrops } = use.network;
  if (listenOverflows === 0 && listenDrops === 0) return undefined;
  const shared = use.services.app?.source === "proc";
  const whose = shared ? " by some listener of this machine" : "";
  return {
    kind: "listen-overflow",
    severity: shared ? "note" : "invalid",
    message: `${listenOverflows} connections found the accept queue full, ${listenDrops} were dropped in all${whose} (limit 0)`,
  };
};
