import type { Guard } from "./judged-window.ts";

/** An engine in a virtual machine or on another machine: its pids mean nothing here. */
export const unseenProcesses: Guard = ({ experiment, use }) =>
  !experiment.startsServers || use.services.app
    ? undefined
    : {
        kind: "unseen-processes",
        severity: "note",
        message:
          "the app's processes cannot be seen from here (an engine in a virtual machine, or elsewhere): CPU and memory are not known",
      };
