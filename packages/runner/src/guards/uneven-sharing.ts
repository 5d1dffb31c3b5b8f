import type { ServiceName, Sharing } from "@stackbench/model";
import { percent, type Guard, type JudgedWindow } from "./judged-window.ts";

/** (most - least) ÷ most, of connections or of CPU time. */
const limit = 0.5;
/** Of the busiest process: ticks of 10 ms blur less. */
const leastCpuSeconds = 0.2;

/**
 * Whether the processes of a server were given very different shares of the work: some connections are then served
 * faster than others, and another start deals them out anew.
 */
export const unevenSharing: Guard = (judged) => {
  const parts = (["proxy", "app"] as const).flatMap((name) => told(name, judged));
  if (parts.length === 0) return undefined;
  return {
    kind: "uneven-sharing",
    severity: "note",
    message: `${parts.join("; ")} (limit ${percent(limit)} between the most and the least)`,
  };
};

function told(name: ServiceName, { use, experiment }: JudgedWindow): string[] {
  const service = use.services[name];
  // Groups serve other paths each, and are shown apart.
  if (!service?.sharing || service.processGroups) return [];
  const { connections, cpuSeconds } = service.sharing;
  // A connection a request, or from a proxy: what is open at one moment tells nothing.
  const areKept = experiment.keepAlive && !(name === "app" && use.services.proxy);
  const known = areKept ? connections : undefined;
  if (!(known && isUnevenlyDealt(known)) && !isUnevenWork(cpuSeconds, known)) return [];
  return [
    `${known ? `${name}: connections by process ${known.join(", ")}; ` : `${name}: `}CPU seconds by process ${listed(cpuSeconds)}`,
  ];
}

/** So few that not all processes can have as many are no fault. */
function isUnevenlyDealt(connections: readonly number[]): boolean {
  const even = connections.reduce((sum, count) => sum + count, 0) / connections.length;
  const [least, most] = [Math.min(...connections), Math.max(...connections)];
  return differs(connections) && (least < Math.floor(even) || most > Math.ceil(even));
}

function isUnevenWork(
  cpuSeconds: Sharing["cpuSeconds"],
  connections: Sharing["connections"],
): boolean {
  const dealt = connections?.reduce((sum, count) => sum + count, 0) ?? Infinity;
  // One connection more or less is much of a few.
  if (dealt < 2 * cpuSeconds.length) return false;
  return Math.max(...cpuSeconds) >= leastCpuSeconds && differs(cpuSeconds);
}

function differs(shares: readonly number[]): boolean {
  const most = Math.max(...shares);
  return most > 0 && (most - Math.min(...shares)) / most >= limit;
}

function listed(seconds: readonly number[]): string {
  return seconds.map((one) => one.toFixed(2)).join(", ");
}
