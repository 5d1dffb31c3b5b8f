import { describe, expect, it } from "vitest";
import { casualtyAmong, type ServiceState } from "./casualty.ts";

const well: ServiceState = {
  service: "app",
  memoryLimitBytes: null,
  running: true,
  exitCode: 0,
  killedForMemory: false,
  removed: false,
};
const limited = { memoryLimitBytes: 64 * 1024 ** 2 };

describe("casualtyAmong", () => {
  it("is undefined while all is well", () => {
    expect(casualtyAmong([well, { ...well, service: "load" }])).toBeUndefined();
  });

  it("names the service that explains most", () => {
    const states: ServiceState[] = [
      { ...well, service: "proxy", running: false, exitCode: 1 },
      { ...well, ...limited, running: false, exitCode: 137, killedForMemory: true },
    ];
    expect(casualtyAmong(states)).toEqual({
      service: "app",
      message: "killed for memory (limit 64 MiB)",
    });
  });

  it("sees a worker that was killed in a container that goes on", () => {
    expect(casualtyAmong([{ ...well, ...limited, killedForMemory: true }])).toEqual({
      service: "app",
      message: "a process of it was killed for memory (limit 64 MiB)",
    });
  });

  it("says which replica it was", () => {
    const states: ServiceState[] = [
      { ...well, title: "replica 1 of 2" },
      { ...well, title: "replica 2 of 2", running: false, exitCode: 3 },
    ];
    expect(casualtyAmong(states)).toEqual({
      service: "app",
      message: "exited with code 3 (replica 2 of 2)",
    });
  });

  it("sees a container that somebody removed", () => {
    const states: ServiceState[] = [
      { ...well, service: "database", running: false, removed: true },
    ];
    expect(casualtyAmong(states)).toEqual({
      service: "database",
      message: "its container was removed",
    });
  });
});
