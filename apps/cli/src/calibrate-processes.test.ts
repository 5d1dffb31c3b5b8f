import {
  calibrationPath,
  keepCalibration,
  readCalibration,
  measureCalibration,
  staleReason,
} from "@stackbench/calibration";
import { say } from "@stackbench/terminal";
import { availableCpus } from "@stackbench/host";
import { chooseDriver, wirePorts, calibrationServers, conditionsNow } from "@stackbench/session";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calibrationSchema } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { expect, test } from "vitest";
import { renderCalibration } from "./calibration/render-calibration.ts";

/** Our generator and real servers as local processes: short windows, of which no figure is trusted. */
test("a real calibration is whole, is kept, and holds until something changes", async () => {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-calibration-"));
  const { driver } = await chooseDriver("process");
  try {
    const ports = wirePorts(driver);
    const cpus = divideCpus(availableCpus());
    const conditions = conditionsNow(driver, cpus);
    const { calibration, leftOut } = await measureCalibration(
      {
        servers: await calibrationServers(driver),
        depth: "full",
        generators: ["stackbench", "autocannon"],
        modes: [true, false],
        overTls: [false, true],
        threads: 1,
        connections: 16,
        rounds: 1,
        windows: 2,
        warmupSeconds: 0.1,
        durationSeconds: 0.3,
        accuracySeconds: 0.6,
        signal: new AbortController().signal,
        say,
      },
      conditions,
      ports,
    );
    expect(leftOut).toEqual([
      expect.stringMatching(/^autocannon, new connections: /),
      expect.stringMatching(/^autocannon, keep-alive over TLS: .* driven over plain TCP only/),
      expect.stringMatching(/^autocannon, new connections over TLS: /),
    ]);
    const { ceilings, accuracy } = calibrationSchema.parse(calibration);
    expect(ceilings.map(({ generator, keepAlive, tls }) => [generator, keepAlive, tls])).toEqual([
      ["stackbench", true, undefined],
      ["stackbench", false, undefined],
      ["autocannon", true, undefined],
      ["stackbench", true, true],
      ["stackbench", false, true],
    ]);
    for (const ceiling of ceilings) {
      expect(ceiling).toMatchObject({ connections: 16, threads: 1 });
      expect(ceiling.requestsPerSecond).toBeGreaterThan(0);
      expect(ceiling.generatorCpuShare).toBeGreaterThan(0);
    }
    expect(accuracy.map(({ law, generator, loop }) => `${law} ${generator} ${loop}`)).toEqual(
      ["constant", "mix", "exponential"].flatMap((law) => [
        `${law} stackbench open`,
        `${law} autocannon closed`,
      ]),
    );
    for (const { law, percentiles } of accuracy) {
      expect(percentiles.map(({ percent }) => percent)).toContain(50);
      for (const { trueMs, reportedMs } of percentiles) {
        // Nobody gets an answer before the server lets it go.
        if (law === "constant") expect(trueMs).toBeGreaterThanOrEqual(4.9);
        expect(reportedMs).toBeGreaterThan(0);
      }
    }
    const path = calibrationPath(directory, conditions);
    await keepCalibration(path, calibration!);
    expect(await readCalibration(path)).toEqual({ found: "calibration", calibration });
    const need = { generator: "stackbench", threads: 1, keepAlive: true } as const;
    // Whether the machine was quiet is not this test's question.
    const quiet = {
      ...calibration!,
      ceilings: ceilings.map((ceiling) => ({ ...ceiling, limitedBy: "server" as const })),
    };
    const needed = (version: string) =>
      staleReason(quiet, conditions, [{ ...need, version }], new Date());
    expect(needed(ceilings[0]!.version)).toBeUndefined();
    expect(needed(`${ceilings[0]!.version}-next`)).toMatch(/^measured with stackbench/);
    expect(renderCalibration(calibration!)).toMatch(/stackbench.*keep-alive.*\n.*autocannon/);
  } finally {
    await driver.close();
    await rm(directory, { recursive: true });
  }
}, 120_000);
