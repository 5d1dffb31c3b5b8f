import type { Command } from "./command.ts";

/** As the docker CLI takes it. A command that has it is carried out with DOCKER_HOST set to its value. */
export const hostOption: Command["options"][string] = {
  value: "address",
  help: "the Docker engine, of a Swarm its manager: unix:///path, ssh://user@host, or tcp://host:port with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH",
  default: "as the docker CLI finds it",
};

/** Of a Swarm. */
export const loadNodesOption: Command["options"][string] = {
  value: "n",
  help: "nodes of a Swarm that load the server together (--driver=swarm)",
  default: "all with the role load",
};
