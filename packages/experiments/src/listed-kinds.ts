import type { Command } from "@stackbench/terminal";

/** Before anything else of a kind is read: what it is called, and says of itself, in lists. The first is the default. */
export const listedKinds = {
  compare: {
    name: "run",
    summary: "bring stacks up, verify, load and tabulate them (the default command)",
  },
  ab: {
    name: "ab",
    summary:
      "measure two revisions of a stack in the same rounds, with the base twice (exit code 3: slower)",
  },
  factors: {
    name: "factors",
    summary: "what one factor costs or saves: variants that differ in nothing else, side by side",
  },
  sweep: {
    name: "sweep",
    summary: "throughput over connections: where it levels off, and where the CPU goes",
  },
  workers: {
    name: "workers",
    summary: "how many workers and threads: what each number serves and costs, by kind of work",
  },
  soak: {
    name: "soak",
    summary: "a long run: how each worker's memory grows, and what recycling costs and saves",
  },
  startup: {
    name: "startup",
    summary: "from a cold start to the first right answer; memory, idle CPU, image size",
  },
  cost: {
    name: "cost",
    summary: "CPU time per request, memory and latency of all variants at one equal rate",
  },
  connections: {
    name: "connections",
    summary: "Connection: close against keep-alive, and what larger requests and answers cost",
  },
  mix: {
    name: "mix",
    summary: "weighted requests of several kinds at once: what each costs the others",
  },
  profile: {
    name: "profile",
    summary:
      "where the time goes: the hottest functions, flame graphs, and how two variants differ",
  },
  capacity: { name: "capacity", summary: "the highest rate of requests that keeps an SLO" },
  autoscale: {
    name: "autoscale",
    summary: "replicas that come and go behind the proxy by CPU, against one: delay, loss, gain",
  },
  shapes: {
    name: "shapes",
    summary: "how an app of your own should be served: as it is, in every shape that could",
  },
} as const satisfies Record<string, Pick<Command, "name" | "summary">>;

/** Of `bench nightly`: no kind, for its runs are comparisons. */
export const listedNightly = {
  name: "nightly",
  summary: "compare by the nightly protocol, add the run to the history, and tell what changed",
} as const satisfies Pick<Command, "name" | "summary">;

export type KindName = keyof typeof listedKinds;
