import { Agent } from "node:http";
import type Docker from "dockerode";

interface Modem {
  protocol?: string;
  agent?: Agent;
  dial(options: { abortSignal?: AbortSignal }, callback: unknown): void;
}

/**
 * The same engine, whose every request ends with the signal. Several calls of the client take no signal of their own,
 * and a request that is not ended keeps its connection, and with it this process, alive.
 */
export function hearing(docker: Docker, abortSignal: AbortSignal): Docker {
  const real = docker.modem as Modem;
  return altered(docker, {
    dial: (options, callback) =>
      real.dial({ ...options, abortSignal: options.abortSignal ?? abortSignal }, callback),
  });
}

/**
 * The same engine, asked on new connections. One that is being stopped takes no new one, but answers on those that are
 * open while it ends its containers. Over TLS the connections stay shared.
 */
export function anew(docker: Docker): Docker {
  const real = docker.modem as Modem;
  return real.protocol === "http" ? altered(docker, { agent: new Agent() }) : docker;
}

function altered(docker: Docker, change: Partial<Modem>): Docker {
  const modem = Object.assign(Object.create(docker.modem as object) as Modem, change);
  return Object.assign(Object.create(docker) as Docker, { modem });
}
