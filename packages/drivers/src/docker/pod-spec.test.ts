import { variantSchema, type BringUpRequest, type Stack } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { podSpec, ulimitsOf, type PodImages } from "./pod-spec.ts";

const images: PodImages = {
  pod: "sha256:p",
  load: "sha256:l",
  app: "sha256:a",
  database: "sha256:d",
  upstream: "sha256:l",
  proxy: "sha256:x",
};
const belonging = {
  runId: "run",
  sittingId: "r1/tiny:bare",
  owner: { pid: 1, startTicks: "2", bootId: "b", hostHash: "h" },
};

function requestFor(
  shape: Record<string, unknown>,
  rest: Partial<BringUpRequest> = {},
): BringUpRequest {
  const variant = {
    ...variantSchema.parse({ command: ["serve", "-x"], server: "serve", ...shape }),
    id: "bare",
    stackId: "tiny",
  };
  return {
    runId: "run",
    sittingId: "r1/tiny:bare",
    stack: { id: "tiny" } as Stack,
    variant,
    services: [],
    cpus: { server: [0, 1], load: [3], database: [2] },
    knobs: [],
    databasePoolSize: 16,
    memoryLimitBytes: null,
    readyTimeoutMs: 1000,
    signal: new AbortController().signal,
    ...rest,
  };
}

describe("podSpec", () => {
  it("is a pod, a load container and the app where nothing else is needed", () => {
    const { containers, volume } = podSpec(requestFor({}), images, belonging, "n");
    expect(volume).toBeUndefined();
    expect(containers.map(({ service }) => service)).toEqual(["pod", "load", "app"]);
    const app = containers[2]!.options;
    expect(app).toMatchObject({ name: "n-app", Entrypoint: ["serve"], Cmd: ["-x"] });
    expect(app.HostConfig).toMatchObject({ NetworkMode: "container:n-pod", CpusetCpus: "0-1" });
    expect(app.Env).toEqual([
      "HOST=127.0.0.1",
      "PORT=8000",
      "WORKERS=1",
      "THREADS=1",
      "PROTOCOL=http",
    ]);
    expect(app.Labels).toMatchObject({ "stackbench.run": "run", "stackbench.service": "app" });
  });

  it("publishes no port and sets sysctls only on the pod, limits on all", () => {
    const knobs = [
      { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" },
      { name: "nofile.soft", scope: "container", value: "100" },
      { name: "nofile.hard", scope: "container", value: "200" },
    ] as const;
    const request = requestFor({}, { knobs });
    for (const { service, options } of podSpec(request, images, belonging, "n").containers) {
      const host = options.HostConfig!;
      expect(host.PortBindings).toBeUndefined();
      expect(host.Ulimits).toEqual([{ Name: "nofile", Soft: 100, Hard: 200 }]);
      const expected = service === "pod" ? { "net.core.somaxconn": "8191" } : undefined;
      expect(host.Sysctls).toEqual(expected);
    }
  });

  it("shares a labelled volume between proxy and app on a unix socket", () => {
    const request = requestFor({ proxy: "nginx", socket: "unix", workers: "cpus" });
    const { containers, volume } = podSpec(request, images, belonging, "n");
    expect(volume).toMatchObject({ Name: "n-socket", Labels: { "stackbench.run": "run" } });
    const bound = containers.filter(({ options }) => options.HostConfig!.Binds);
    expect(bound.map(({ service }) => service)).toEqual(["app", "proxy"]);
    expect(bound[0]!.options.Env).toContain("SOCKET_PATH=/run/stackbench/app.sock");
    expect(bound[0]!.options.Env).toContain("WORKERS=2");
    expect(bound[1]!.options.Env).toContain("UPSTREAM=unix:/run/stackbench/app.sock");
  });

  it("gives the app its database and upstream, each on its CPUs, and its memory limit", () => {
    const services = ["database", "upstream"] as const;
    const request = requestFor({}, { services, memoryLimitBytes: 1024 });
    const { containers } = podSpec(request, images, belonging, "n");
    const cpus = containers.map(({ service, options }) => [
      service,
      options.HostConfig!.CpusetCpus,
    ]);
    expect(Object.fromEntries(cpus)).toEqual({
      pod: "3",
      load: "3",
      app: "0-1",
      database: "2",
      upstream: "0-1",
    });
    const app = containers.find(({ service }) => service === "app")!.options;
    expect(app.Env).toContain("DATABASE_URL=postgres://stackbench@127.0.0.1:5432/stackbench");
    expect(app.Env).toContain("DATABASE_POOL_SIZE=16");
    expect(app.Env).toContain("UPSTREAM_URL=http://127.0.0.1:9100");
    expect(app.HostConfig).toMatchObject({ Memory: 1024, MemorySwap: 1024 });
  });
});

it("never asks for a soft limit above the hard one", () => {
  const knobs = [
    { name: "nofile.soft", scope: "container", value: "300" },
    { name: "nofile.hard", scope: "container", value: "200" },
  ] as const;
  expect(ulimitsOf(knobs)).toEqual([{ Name: "nofile", Soft: 200, Hard: 200 }]);
  expect(ulimitsOf([])).toEqual([]);
});
