import type { Experiment, LoadLevel, NetworkPath } from "@stackbench/model";
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

function at(ratePerSecond: number): Experiment {
  const level: LoadLevel = { loop: "open", connections: 8, ratePerSecond, arrivals: "poisson" };
  return { ...experimentOf(["a:b"]), workloads: ["hello"], levels: [level] };
}

test("refuses a rate whose heads of packets alone come near what the network carries, and says which it does carry", () => {
  expect(() => refuseNarrowNetwork(at(20_000), [path])).toThrow(
    /--rate=20000: the network .* of hello take .* Ask for (\d+,\d+)\/s at most/,
  );
  const most = /for ([\d,]+)\/s/.exec(messageAt(20_000))![1]!.replaceAll(",", "");
  expect(() => refuseNarrowNetwork(at(Number(most) - 1), [path])).not.toThrow();
});

test("has nothing to refuse in a closed loop, or where no network was measured", () => {
  const closed: LoadLevel = { loop: "closed", connections: 64 };
  expect(() => refuseNarrowNetwork({ ...at(1), levels: [closed] }, [path])).not.toThrow();
  expect(() => refuseNarrowNetwork(at(1e6), undefined)).not.toThrow();
  expect(() => refuseNarrowNetwork(at(1e6), [])).not.toThrow();
});

function messageAt(rate: number): string {
  try {
    refuseNarrowNetwork(at(rate), [path]);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
