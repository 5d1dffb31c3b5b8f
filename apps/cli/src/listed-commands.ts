import type { Command } from "@stackbench/terminal";

/** Before anything else of a command is read: what it is called, and says of itself, in the help. */
export const listedCommands = {
  compare: {
    name: "compare",
    summary: "compare two runs case by case (exit code 3: something got slower)",
  },
  history: {
    name: "history",
    summary: "what changed from night to night (exit code 3: the newest tells of something slower)",
  },
  calibrate: {
    name: "calibrate",
    summary:
      "measure what the generators can do on this machine: their ceilings and their accuracy",
  },
  list: {
    name: "list",
    summary:
      "show the stacks and their variants, the kinds of experiment, or the shapes that an app can take",
  },
  new: {
    name: "new",
    summary: "make a stack's folder from another one, ready to be verified and changed",
  },
  verify: {
    name: "verify",
    summary: "bring variants up and check every answer against the contract; measure nothing",
  },
  reproduce: {
    name: "reproduce",
    summary: "measure what a published study measured, and judge its claims here",
  },
  images: {
    name: "images",
    summary: "build the container images that are missing, base images included",
  },
  doctor: {
    name: "doctor",
    summary: "tell what this machine allows: engine, CPUs, and the tuning that takes effect",
  },
  nodes: {
    name: "nodes",
    summary:
      "tell what the machines of a Docker Swarm are: roles, clocks, and the round trip and bandwidth between them",
  },
  report: { name: "report", summary: "make a run's table and artefacts again from its journal" },
  publish: {
    name: "publish",
    summary: "put a run into results/published/, after checking that it may be shown",
  },
  clean: {
    name: "clean",
    summary:
      "remove what dead runs left: containers, networks, processes, changed sysctls, worktrees",
  },
} as const satisfies Record<string, Pick<Command, "name" | "summary">>;
