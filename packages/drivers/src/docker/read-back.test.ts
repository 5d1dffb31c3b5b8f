import { execFileSync } from "node:child_process";
import type { Knob } from "@stackbench/model";
import { expect, it } from "vitest";
import { parseReadings, readingScript } from "./read-back.ts";

it("folds white space and reads both limits", () => {
  const lines = [
    "net.ipv4.ip_local_port_range=1024\t65535",
    "Limit                     Soft Limit           Hard Limit           Units",
    "Max open files            1024                 20000                files",
  ];
  expect(Object.fromEntries(parseReadings(lines))).toEqual({
    "net.ipv4.ip_local_port_range": "1024 65535",
    "nofile.soft": "1024",
    "nofile.hard": "20000",
  });
});

it("prints what this machine has, and leaves out what it has not", () => {
  const knobs: Knob[] = [
    { name: "kernel.osrelease", scope: "host", value: "" },
    { name: "net.core.no_such_thing", scope: "network-namespace", value: "1" },
    { name: "nofile.soft", scope: "container", value: "1" },
  ];
  const out = execFileSync("sh", ["-c", readingScript(knobs)], { encoding: "utf8" });
  const found = parseReadings(out.split("\n"));
  expect([...found.keys()].toSorted()).toEqual(["kernel.osrelease", "nofile.hard", "nofile.soft"]);
});
