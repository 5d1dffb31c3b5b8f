import { describe, expect, test } from "vitest";
import type { Knob, KnobOffer, LedgerEntry } from "@stackbench/model";
import { composeLedger } from "./compose-ledger.ts";

const backlog: Knob = { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" };
const ports: Knob = {
  name: "net.ipv4.ip_local_port_range",
  scope: "network-namespace",
  value: "1024 65535",
};
const softFiles: Knob = { name: "nofile.soft", scope: "container", value: "65536" };
const queue: Knob = { name: "net.core.netdev_max_backlog", scope: "host", value: "8192" };

function entry(
  knob: Knob,
  offer: KnobOffer | undefined,
  readBack: Record<string, string | null>,
  hostReasons = new Map<string, string>(),
): LedgerEntry {
  const offers = offer ? [offer] : [];
  return composeLedger({ profile: "throughput", knobs: [knob], offers, readBack, hostReasons })
    .entries[0]!;
}

describe("composeLedger", () => {
  test("what was asked for and found needs no reason", () => {
    const offer: KnobOffer = { name: backlog.name, can: "set", current: "4096" };
    expect(entry(backlog, offer, { [backlog.name]: "8191" })).toEqual({
      name: backlog.name,
      scope: "network-namespace",
      requested: "8191",
      effective: "8191",
      applied: true,
    });
  });

  test("the kernel's tabs are no difference", () => {
    const offer: KnobOffer = { name: ports.name, can: "set", current: "32768 60999" };
    expect(entry(ports, offer, { [ports.name]: "1024\t65535\n" })).toMatchObject({
      effective: "1024 65535",
      applied: true,
    });
  });

  test("a cap gives its reason", () => {
    const offer: KnobOffer = {
      name: softFiles.name,
      can: "set-up-to",
      limit: "20000",
      current: "1024",
      reason: "the hard limit here is 20000",
    };
    expect(entry(softFiles, offer, { [softFiles.name]: "20000" })).toMatchObject({
      requested: "65536",
      effective: "20000",
      applied: false,
      reason: "the hard limit here is 20000",
    });
    expect(entry(softFiles, offer, { [softFiles.name]: "512" }).reason).toBe(
      "the hard limit here is 20000; the read-back inside differs from that too",
    );
  });

  test("a knob that could be set and still reads otherwise says so", () => {
    const offer: KnobOffer = { name: backlog.name, can: "set", current: "4096" };
    expect(entry(backlog, offer, { [backlog.name]: "4096" }).reason).toBe(
      "the read-back inside differs",
    );
    expect(entry(backlog, undefined, { [backlog.name]: "4096" }).reason).toBe(
      "the driver made no offer for it",
    );
  });

  test("unreadable is null, with a reason, and never a value", () => {
    const offer: KnobOffer = { name: backlog.name, can: "set", current: "4096" };
    const expected = {
      effective: null,
      applied: false,
      reason: "it could not be read back inside",
    };
    expect(entry(backlog, offer, { [backlog.name]: null })).toMatchObject(expected);
    expect(entry(backlog, offer, {})).toMatchObject(expected);
  });

  test("a knob that cannot be set but has the value anyway is applied", () => {
    const offer: KnobOffer = { name: backlog.name, can: "not-set", reason: "shared with the host" };
    expect(entry(backlog, offer, { [backlog.name]: "8191" }).applied).toBe(true);
    expect(entry(backlog, offer, { [backlog.name]: "4096" }).reason).toBe("shared with the host");
  });

  test("a program that raises its own soft limit is told from a driver that failed", () => {
    const offer: KnobOffer = { name: softFiles.name, can: "set", current: "1024" };
    const readBack = { "nofile.soft": "131072", "nofile.hard": "131072" };
    expect(entry(softFiles, offer, readBack).reason).toBe(
      "the program raised its soft limit to its hard one by itself",
    );
  });

  test("a host-scope knob's reason is the tuner's own", () => {
    const offer: KnobOffer = {
      name: queue.name,
      can: "not-set",
      reason: "the driver does not touch the host",
    };
    const reasons = new Map([[queue.name, "only root may set it"]]);
    expect(entry(queue, offer, { [queue.name]: "1000" }, reasons).reason).toBe(
      "only root may set it",
    );
  });
});
