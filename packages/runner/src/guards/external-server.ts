import type { Guard } from "./judged-window.ts";

/** What nobody here can know, or keep equal, of a server that already ran. */
export const externalServer: Guard = ({ experiment, use }) => {
  if (experiment.startsServers) return undefined;
  const used = use.services.app
    ? "CPU and memory are of what listens and its children"
    : "no process that listens was found here: CPU and memory are not known";
  return {
    kind: "external-server",
    severity: "note",
    message: `neither tuned nor started anew; ${used}`,
  };
};
