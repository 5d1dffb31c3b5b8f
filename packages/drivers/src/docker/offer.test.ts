import type { Knob } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { leastOf, offersFrom, type Findings } from "./offer.ts";

const somaxconn: Knob = { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" };
const hard: Knob = { name: "nofile.hard", scope: "container", value: "131072" };
const findings: Findings = {
  defaults: new Map([
    ["net.core.somaxconn", "4096"],
    ["nofile.soft", "1024"],
    ["nofile.hard", "20000"],
  ]),
  refusals: new Map(),
  nofileCap: null,
  host: new Map([["net.core.netdev_max_backlog", "1000"]]),
};

describe("offersFrom", () => {
  it("offers what the engine took", () => {
    expect(offersFrom([somaxconn, hard], findings)).toEqual([
      { name: "net.core.somaxconn", can: "set", current: "4096" },
      { name: "nofile.hard", can: "set", current: "20000" },
    ]);
  });

  it("caps a limit at what the engine has, and says the number", () => {
    const soft: Knob = { name: "nofile.soft", scope: "container", value: "512" };
    expect(offersFrom([hard, soft], { ...findings, nofileCap: 20_000 })).toEqual([
      {
        name: "nofile.hard",
        can: "set-up-to",
        limit: "20000",
        current: "20000",
        reason: "the engine's own hard limit is 20000",
      },
      { name: "nofile.soft", can: "set", current: "1024" },
    ]);
  });

  it("leaves a limit as it is that was refused though it is unlimited", () => {
    const defaults = new Map([["nofile.hard", "unlimited"]]);
    const refusals = new Map([["nofile.hard", "not permitted"]]);
    expect(offersFrom([hard], { ...findings, defaults, refusals })).toEqual([
      {
        name: "nofile.hard",
        can: "not-set",
        current: "unlimited",
        reason: "the engine refused it: not permitted",
      },
    ]);
  });

  it("tells what is not namespaced, refused or the host's", () => {
    const backlog: Knob = { ...somaxconn, name: "net.core.netdev_max_backlog" };
    const files: Knob = { name: "fs.file-max", scope: "host", value: "1" };
    const refusals = new Map([["net.core.somaxconn", "not allowed"]]);
    expect(offersFrom([backlog, somaxconn, files], { ...findings, refusals })).toEqual([
      {
        name: "net.core.netdev_max_backlog",
        can: "not-set",
        current: "1000",
        reason: "not namespaced: it belongs to the host",
      },
      {
        name: "net.core.somaxconn",
        can: "not-set",
        current: "4096",
        reason: "the engine refused it: not allowed",
      },
      {
        name: "fs.file-max",
        can: "not-set",
        reason: "it belongs to the host: only --tune-host changes it",
      },
    ]);
  });
});

it("offers of several machines what can be done on all of them", () => {
  const able = offersFrom([somaxconn, hard], findings);
  const capped = offersFrom([somaxconn, hard], { ...findings, nofileCap: 20_000 });
  const lower = offersFrom([somaxconn, hard], { ...findings, nofileCap: 4096 });
  const refusals = new Map([["net.core.somaxconn", "no"]]);
  const refusing = offersFrom([somaxconn, hard], { ...findings, refusals });
  expect(leastOf([able])).toEqual(able);
  expect(leastOf([able, capped, lower, refusing])).toEqual([refusing[0], lower[1]]);
});
