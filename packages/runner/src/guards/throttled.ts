import type { Guard } from "./judged-window.ts";

/**
 * A CPU quota held a service back that nobody asked for. A server that already ran may have been given one: it is told,
 * and spoils nothing.
 */
export const throttled: Guard = ({ use, experiment }) => {
  const services = Object.entries(use.services).filter(
    ([, service]) => (service?.throttledSeconds ?? 0) > 0,
  );
  if (services.length === 0) return undefined;
  const isTheirs = services.every(([name]) => name === "app") && !experiment.startsServers;
  const parts = services.map(
    ([name, service]) => `${name} ${service.throttledSeconds!.toFixed(2)} s`,
  );
  return {
    kind: "throttled",
    severity: isTheirs ? "note" : "invalid",
    message: `held back by a CPU quota: ${parts.join(", ")} of ${use.seconds.toFixed(1)} s`,
  };
};
