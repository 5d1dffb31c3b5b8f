import type Docker from "dockerode";

interface Modem {
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
