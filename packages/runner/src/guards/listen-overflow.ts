import type { Guard } from "./judged-window.ts";

/**
 * Connections that the kernel dropped in the app's network namespace. Local processes share the machine's, where
 * they may have been meant for anybody: there it is a note, and none where the app's own sockets dropped nothing.
 */
export const listenOverflow: Guard = ({ use }) => {
  if (use.network === undefined) return undefined;
  const { listenOverflows, listenDrops, ownDrops } = use.network;
  if (listenOverflows === 0 && listenDrops === 0) return undefined;
  // Another's, such as the server measured before this one, whose clients' packets the kernel repeats for a minute.
  if (ownDrops === 0) return undefined;
  const shared = use.services.app?.source === "proc";
  const whose = shared ? describeOwn(ownDrops) : "";
  return {
    kind: "listen-overflow",
    severity: shared ? "note" : "invalid",
    message: `${listenOverflows} connections found the accept queue full, ${listenDrops} were dropped in all${whose} (limit 0)`,
  };
};

function describeOwn(ownDrops: number | undefined): string {
  if (ownDrops === undefined) return " by some listener of this machine";
  return ` on this machine, ${ownDrops} by this server since it began to listen`;
}
