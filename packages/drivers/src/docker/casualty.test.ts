import { describe, expect, it } from "vitest";
import { casualtyAmong, type ServiceState } from "./casualty.ts";

const well: ServiceState = {
  service: "app",
  running: true,
  exitCode: 0,
  killedForMemory: false,
  removed: false,
};
const limit = 64 * 1024 ** 2;

describe("casualtyAmong", () => {
  it("is undefined while all is well", () => {
    expect(casualtyAmong([well, { ...well, service: "load" }], limit)).toBeUndefined();
  });

  it("names the service that explains most", () => {
    const states: ServiceState[] = [
      { ...well, service: "proxy", running: false, exitCode: 1 },
      { ...well, running: false, exitCode: 137, killedForMemory: true },
    ];
    expect(casualtyAmong(states, limit)).toEqual({
      service: "app",
      message: "killed for memory (limit 64 MiB)",
    });
  });

  it("sees a worker that was killed in a container that goes on", () => {
    expect(casualtyAmong([{ ...well, killedForMemory: true }], limit)).toEqual({
      service: "app",
      message: "a process of it was killed for memory (limit 64 MiB)",
    });
  });

  it("sees a container that somebody removed", () => {
    const states: ServiceState[] = [
      { ...well, service: "database", running: false, removed: true },
    ];
    expect(casualtyAmong(states, null)).toEqual({
      service: "database",
      message: "its container was removed",
    });
  });
});
