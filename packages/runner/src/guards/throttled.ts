import { throttledServices } from "@stackbench/model";
import type { Guard } from "./judged-window.ts";

/**
 * A CPU quota held a service back that nobody asked for. A server that already ran may have been given one, and an app
 * was where a limit was asked for: it is told, and spoils nothing. A quota above the app's own, which nobody asked for,
 * holds the harness's other containers back as well.
 */
export const throttled: Guard = ({ use, experiment }) => {
  const services = throttledServices(use);
  if (services.length === 0) return undefined;
  const { startsServers, cpusLimit } = experiment;
  const isWanted =
    services.every(({ name }) => name === "app") && (!startsServers || cpusLimit !== undefined);
  const parts = services.map(({ name, seconds }) => `${name} ${seconds.toFixed(2)} s`);
  return {
    kind: "throttled",
    severity: isWanted ? "note" : "invalid",
    message: `held back by ${startsServers && isWanted ? `the limit of ${cpusLimit} CPUs that was asked for` : "a CPU quota"}: ${parts.join(", ")} in ${use.seconds.toFixed(1)} s, over its containers and CPUs together`,
  };
};
