import { overlap } from "@stackbench/model";
import type { Guard } from "./judged-window.ts";

export const cpusOverlap: Guard = ({ experiment }) => {
  const { cpus, startsServers } = experiment;
  if (!overlap(cpus.server, cpus.load)) return undefined;
  const message = startsServers
    ? "server and generator shared CPUs"
    : "the server may use the generator's CPUs: --pin keeps it off them";
  return { kind: "cpus-overlap", severity: "note", message };
};

export const singleCpuCluster: Guard = ({ experiment, variant }) =>
  variant.workers < 2 || experiment.cpus.server.length > 1
    ? undefined
    : {
        kind: "single-cpu-cluster",
        severity: "note",
        message: `${variant.workers} workers shared one CPU`,
      };
