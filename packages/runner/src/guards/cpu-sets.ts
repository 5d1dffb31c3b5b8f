import { overlap } from "@stackbench/model";
import type { Guard } from "./judged.ts";

export const cpusOverlap: Guard = ({ experiment }) =>
  overlap(experiment.cpus.server, experiment.cpus.load)
    ? { kind: "cpus-overlap", severity: "note", message: "server and generator shared CPUs" }
    : undefined;

export const singleCpuCluster: Guard = ({ experiment, variant }) =>
  variant.workers < 2 || experiment.cpus.server.length > 1
    ? undefined
    : {
        kind: "single-cpu-cluster",
        severity: "note",
        message: `${variant.workers} workers shared one CPU`,
      };
