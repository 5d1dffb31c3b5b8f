import { UsageError, type Selected } from "@stackbench/model";
import { chooseOne, copiesOf } from "./copies.ts";

/**
 * Loaded before a Node server's own code: burns a share of what a request costs the process, on top of it. The cost is
 * measured anew every 1,024 requests, so that the share holds whatever speed the server drew at its start. What is owed is paid
 * for some 700 requests at once: each burning also slows what comes behind it, and at every request of 15 µs that, the clock and the
 * last step too much cost more than the burn itself (x1.10 to x1.16 in pairs of servers that took turns, where x1.05 was meant; x1.07 by
 * 50 µs at once, x1.05 by these 500). Paid by CPU time, not by a clock: while others have the CPU nothing is burnt.
 */
const program = `
import http from "node:http";
const share = Number(process.env.BURN_SHARE);
const least = 500;
const cpuMicros = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const { emit } = http.Server.prototype;
let requests = 0, burn = 0, owed = 0, burned = 0, before = cpuMicros();
http.Server.prototype.emit = function (name, ...rest) {
  if (name === "request") {
    if (++requests % 1024 === 0) {
      const now = cpuMicros();
      burn = (share * (now - before - burned)) / 1024;
      before = now;
      burned = 0;
    }
    owed += burn;
    if (owed >= least) {
      const from = cpuMicros();
      let used = 0;
      while (used < owed) used = cpuMicros() - from;
      burned += used;
      owed -= used;
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
