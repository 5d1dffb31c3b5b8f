import { UsageError, type Selected } from "@stackbench/model";
import { chooseOne, copiesOf } from "./copies.ts";

/**
 * Loaded before a Node server's own code: burns a share of what a request costs the process, on top of it. The cost is
 * measured anew every 1,024 requests, so that the share holds whatever speed the server drew at its start.
 */
const program = `
import http from "node:http";
const share = Number(process.env.BURN_SHARE);
const { emit } = http.Server.prototype;
let requests = 0, burnMs = 0, burnedMs = 0, before = process.cpuUsage();
http.Server.prototype.emit = function (name, ...rest) {
  if (name === "request") {
    if (++requests % 1024 === 0) {
      const { user, system } = process.cpuUsage(before);
      before = process.cpuUsage();
      burnMs = (share * ((user + system) / 1000 - burnedMs)) / 1024;
      burnedMs = 0;
    }
    if (burnMs > 0) {
      const from = performance.now();
      let now = from;
      while (now - from < burnMs) now = performance.now();
      burnedMs += now - from;
    }
  }
  return emit.call(this, name, ...rest);
};
`;

/** A Node variant twice, the second burning so many percent more CPU a request; both load the same program first. */
export async function burningPair(stackOption: string, percent: number): Promise<Selected[]> {
  const entry = await chooseOne(stackOption);
  if (entry.stack.runtime !== "node") {
    throw new UsageError(
      `--stack=${stackOption}: expected a Node stack, into which the burn can be loaded, got ${entry.stack.runtime}`,
    );
  }
  const preload = `--import=data:text/javascript,${encodeURIComponent(program)}`;
  return copiesOf(entry, ["base", "head"]).map(({ stack, variant }) => ({
    stack,
    variant: {
      ...variant,
      environment: {
        ...variant.environment,
        NODE_OPTIONS: preload,
        BURN_SHARE: `${variant.id === "head" ? percent / 100 : 0}`,
      },
    },
  }));
}
