import {
  variantSchema,
  type Experiment,
  type LoadLevel,
  type NetworkPath,
  type Variant,
} from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { refuseNarrowNetwork } from "./refuse-narrow-network.ts";

const path: NetworkPath = {
  from: "load",
  to: "server",
  roundTripMs: 0.1,
  clockOffsetMs: 0,
  clockErrorMs: 0.05,
  bytesPerSecondTo: 20e6 / 8,
  bytesPerSecondFrom: 20e6 / 8,
};
const wide = { ...path, bytesPerSecondTo: 1e9, bytesPerSecondFrom: 1e9 };

function variantOf(replicas: number, socket: "tcp" | "unix" = "tcp"): Variant {
  const shape = { command: ["run"], server: "run", proxy: "nginx", replicas, socket };
  return { ...variantSchema.parse(shape), id: "b", stackId: "a" };
}

function at(ratePerSecond: number): Experiment {
  const level: LoadLevel = { loop: "open", connections: 8, ratePerSecond, arrivals: "poisson" };
  return { ...experimentOf(["a:b"]), workloads: ["hello"], levels: [level] };
}

/** What is said of a plan; empty where nothing is. */
function refusalOf(
  experiment: Experiment,
  network: readonly NetworkPath[] | undefined,
  variant = variantOf(1),
  servers = 1,
): string {
  try {
    refuseNarrowNetwork(experiment, { network, variants: [variant], servers });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

function mostAllowed(message: string): number {
  return Number(/for ([\d,]+)\/s/.exec(message)![1]!.replaceAll(",", ""));
}

test("refuses a rate whose heads of packets alone come near what the network carries, and says which it does carry", () => {
  const refused = refusalOf(at(20_000), [path]);
  expect(refused).toMatch(
    /--rate=20000: the network between load and server would .* of hello take .* Ask for (\d+,\d+)\/s at most/,
  );
  expect(refusalOf(at(mostAllowed(refused) - 1), [path])).toBe("");
});

test("has nothing to refuse in a closed loop, or where no network was measured", () => {
  const closed: LoadLevel = { loop: "closed", connections: 64 };
  expect(refusalOf({ ...at(1), levels: [closed] }, [path])).toBe("");
  expect(refusalOf(at(1e6), undefined)).toBe("");
  expect(refusalOf(at(1e6), [])).toBe("");
});

test("refuses what a proxy would have to send on to replicas on other nodes", () => {
  const onwards: NetworkPath = { ...path, from: "server", to: "server", toNode: 2 };
  const network = [wide, onwards];
  const [half, third] = [variantOf(2), variantOf(3)].map((variant) =>
    refusalOf(at(60_000), network, variant, 2),
  );
  expect(half).toMatch(/from the proxy to the replicas on node 2 of the server would be the limit/);
  // Of three replicas, one is on the second node.
  expect(mostAllowed(third!) / mostAllowed(half!)).toBeCloseTo(1.5, 2);
  expect(refusalOf(at(mostAllowed(half!) - 1), network, variantOf(2), 2)).toBe("");
  for (const [variant, servers] of [
    [variantOf(2), 1],
    [variantOf(2, "unix"), 2],
  ] as const) {
    expect(refusalOf(at(60_000), network, variant, servers)).toBe("");
  }
});

test("counts what goes on to replicas for the server's own network, too", () => {
  const most = (servers: number): number =>
    mostAllowed(refusalOf(at(60_000), [path], variantOf(2), servers));
  expect(most(2)).toBeLessThan(most(1));
});

test("asks of each workload only what the variants that serve it would send", () => {
  const unserved = { ...at(60_000), served: { "a:b": [] } };
  expect(refusalOf(unserved, [path])).toBe("");
});
