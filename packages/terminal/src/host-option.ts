import type { Command } from "./command.ts";

/** As the docker CLI takes it. A command that has it is carried out with DOCKER_HOST set to its value. */
export const hostOption: Command["options"][string] = {
  value: "address",
  help: "the Docker engine, of a Swarm its manager: unix:///path, ssh://user@host, or tcp://host:port with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH",
  default: "as the docker CLI finds it",
};
