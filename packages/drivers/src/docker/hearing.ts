import { Agent } from "node:http";
import type Docker from "dockerode";

interface Modem {
  protocol?: string;
  dial(options: { abortSignal?: AbortSignal }, callback: unknown): void;
}

/**
 * The same engine, whose every request ends with the signal. Several calls of the client take no signal of their own,
 * and a request that is not ended keeps its connection, and with it this process, alive.
 */
export function hearing(docker: Docker, abortSignal: AbortSignal): Docker {
  const real = docker.modem as Modem;
  const modem = Object.assign(Object.create(real) as Modem, {
    dial: (options: { abortSignal?: AbortSignal }, callback: unknown) =>
      real.dial({ ...options, abortSignal: options.abortSignal ?? abortSignal }, callback),
  });
  return Object.assign(Object.create(docker) as Docker, { modem });
}

/**
 * The same engine, asked on a new connection. One that is being stopped takes no new one, but answers on those that are open while
 * it ends its containers. Over TLS the connections stay shared.
 */
export function anew(docker: Docker): Docker {
  const real = docker.modem as Modem;
  if (real.protocol !== "http") return docker;
  const modem = Object.assign(Object.create(real) as Modem, { agent: new Agent() });
  return Object.assign(Object.create(docker) as Docker, { modem });
}
