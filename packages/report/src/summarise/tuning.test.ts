import type { TuningLedger } from "@stackbench/model";
import { expect, test } from "vitest";
import { renderTuning } from "../render/console/tuning.ts";
import { tuningSummary } from "./tuning.ts";

const ledger: TuningLedger = {
  profile: "throughput",
  entries: [
    {
      name: "net.core.somaxconn",
      scope: "network-namespace",
      requested: "8191",
      effective: "8191",
      applied: true,
    },
    {
      name: "nofile.hard",
      scope: "container",
      requested: "131072",
      effective: null,
      applied: false,
      reason:
        "there is no container: the process keeps the limits that it was started with, and may only lower them",
    },
  ],
};

test("the summary counts what stands as asked and names what does not", () => {
  const summary = tuningSummary(ledger);
  expect(summary).toMatchObject({ profile: "throughput", asRequested: 1, total: 2 });
  expect(summary.rows[1]).toMatchObject({ effective: "unknown", asRequested: false });
});

test("on a terminal the reason stands below the limit it explains", () => {
  const text = renderTuning(tuningSummary(ledger), { columns: 80, colour: false });
  expect(text).toBe(`limit               scope              requested  effective
net.core.somaxconn  network-namespace  8191       8191
nofile.hard         container          131072     unknown
    there is no container: the process keeps the limits that it was started
    with, and may only lower them
`);
});

test("no profile is no table", () => {
  const text = renderTuning(tuningSummary({ profile: "none", entries: [] }), {
    columns: 80,
    colour: true,
  });
  expect(text).toBe("The limits are the machine's own: none was asked for.\n");
});
