import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { driverNameSchema } from "../packages/model/src/plan.ts";

/** What a driver can do is asked of it (`Driver.traits`), never found out by its name: the next one has another. */
const root = resolve(import.meta.dirname, "..");

const name = `"(?:${driverNameSchema.options.join("|")})"`;
const named = new RegExp(
  [
    String.raw`[!=]==?\s*${name}`,
    String.raw`${name}\s*[!=]==?`,
    String.raw`\bcase ${name}`,
    // A list that is looked into, and a table that is.
    String.raw`\[[^\]\n]*${name}[^\]\n]*\]\.(?:includes|indexOf|find|some)\b`,
    String.raw`\bz\.literal\(${name}\)`,
    String.raw`\[\w*[dD]river(?:\.name)?\]`,
  ].join("|"),
  "g",
);

const mayName: Readonly<Record<string, string>> = {
  "packages/model/src/driver-traits.ts": "runs of older versions tell the name alone",
  "packages/session/src/choose-driver.ts": "what is chosen becomes a driver here, and nowhere else",
  "packages/session/src/read-driver.ts": "an option that counts for one of them alone",
  "packages/plan/src/estimate-duration.ts":
    "times of sittings, also of plans on file: no driver is there",
  "apps/prove/src/faults/draw-faults.ts": "a fault is struck at the driver that it is drawn for",
  "apps/prove/src/faults/scene.ts": "the same",
  "apps/prove/src/faults.ts": "the same",
};

const files = globSync("{packages,apps}/*/src/**/*.ts", { cwd: root }).filter(
  (file) =>
    !/\.test\.ts$|\/(?:testing|fixtures)\//.test(file) &&
    // Each driver's own folder.
    !new RegExp(`^packages/drivers/src/(?:${driverNameSchema.options.join("|")})/`).test(file),
);

function namings(text: string): string[] {
  return [...text.matchAll(named)].map(([match]) => match);
}

test("no production code outside the drivers compares a driver's name", () => {
  const found = files
    .filter((file) => !(file in mayName))
    .flatMap((file) =>
      namings(readFileSync(join(root, file), "utf8")).map((match) => `${file}: ${match}`),
    );
  expect(found).toEqual([]);
});

test("whoever may still does", () => {
  const idle = Object.keys(mayName).filter(
    (file) => namings(readFileSync(join(root, file), "utf8")).length === 0,
  );
  expect(idle).toEqual([]);
});

test.each([
  'if (driver.name === "docker") return;',
  'const isTheirs = run.engine.driver !== "external";',
  'return "process" === choice;',
  'switch (driver) { case "external": break; }',
  'if (["docker", "process"].includes(driver.name)) return;',
  "const traits = traitsByName[driver.name];",
  'z.literal("docker")',
])("%s is found", (line) => {
  expect(namings(line)).toHaveLength(1);
});

test.each([
  'driver: "docker",',
  "if (driver.traits.startsServers) return;",
  'execute("docker", ["save"])',
  'readChoice("driver", text, choices, "auto")',
  "calibration.driver !== now.driver",
])("%s is not", (line) => {
  expect(namings(line)).toEqual([]);
});
