import type { Guard } from "./judged.ts";

/** A CPU quota held a service back that nobody asked for. */
export const throttled: Guard = ({ use }) => {
  const services = Object.entries(use.services).filter(
    ([, service]) => (service?.throttledSeconds ?? 0) > 0,
  );
  if (services.length === 0) return undefined;
  const parts = services.map(
    ([name, service]) => `${name} ${service.throttledSeconds!.toFixed(2)} s`,
  );
  return {
    kind: "throttled",
    severity: "invalid",
    message: `held back by a CPU quota: ${parts.join(", ")} of ${use.seconds.toFixed(1)} s`,
  };
};
