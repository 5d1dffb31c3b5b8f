import type { Command } from "./command.ts";

/** Through which a command that has the option is told of its value, as with DOCKER_HOST. */
export const registryVariable = "STACKBENCH_REGISTRY";

export const registryOption: Command["options"][string] = {
  value: "host:port/prefix",
  help: "with --driver=swarm: the registry that nodes pull images from, with your docker login there",
  default: "none: images are saved and loaded to each node",
};
