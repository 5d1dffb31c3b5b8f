import type { Guard } from "./judged.ts";

/** What nobody here can know, or keep equal, of a server that already ran. */
export const externalServer: Guard = ({ experiment, use }) => {
  if (experiment.driver !== "external") return undefined;
  const used = use.services.app
    ? "CPU and memory are those of the processes that listen, and their children: what stands behind a proxy is not in them"
    : "no process that listens was found here, so CPU and memory were not measured";
  return {
    kind: "external-server",
    severity: "note",
    message: `it already ran, and was neither tuned nor started anew: its limits, workers and versions are not known; ${used}`,
  };
};
