import { expect, test } from "vitest";
import { taskOf } from "./task-of.ts";

test("says of a service what was said of a container", () => {
  const task = taskOf({
    name: "stackbench-1-database",
    Image: "sha256:1",
    Labels: { "stackbench.run": "r" },
    Entrypoint: ["sleep"],
    Cmd: ["infinity"],
    Env: ["A=b"],
    Hostname: "stackbench",
    Reservations: { NanoCPUs: 5e8, MemoryBytes: 2 ** 26 },
    HostConfig: {
      NetworkMode: "none",
      CpusetCpus: "1",
      ExtraHosts: ["stackbench:127.0.0.1"],
      Sysctls: { "net.core.somaxconn": "4096" },
      Ulimits: [{ Name: "nofile", Soft: 1024, Hard: 4096 }],
      CapAdd: ["SYS_NICE"],
      CapDrop: ["ALL"],
      PidsLimit: 4096,
      NanoCpus: 1e9,
      Memory: 2 ** 27,
      Tmpfs: { "/pgdata": "mode=1777,exec" },
      ShmSize: 2 ** 28,
      LogConfig: { Type: "json-file", Config: { "max-size": "4m" } },
    },
  });
  expect(task).toEqual({
    ContainerSpec: {
      Image: "sha256:1",
      Labels: { "stackbench.run": "r" },
      Command: ["sleep"],
      Args: ["infinity"],
      Env: ["A=b"],
      Hostname: "stackbench",
      Hosts: ["127.0.0.1 stackbench"],
      Sysctls: { "net.core.somaxconn": "4096" },
      Ulimits: [{ Name: "nofile", Soft: 1024, Hard: 4096 }],
      CapabilityAdd: ["SYS_NICE"],
      CapabilityDrop: ["ALL"],
      Mounts: [
        {
          Type: "tmpfs",
          Source: "",
          Target: "/pgdata",
          TmpfsOptions: { SizeBytes: 0, Mode: 0o1777 },
        },
        {
          Type: "tmpfs",
          Source: "",
          Target: "/dev/shm",
          TmpfsOptions: { SizeBytes: 2 ** 28, Mode: 0o1777 },
        },
      ],
      StopGracePeriod: 0,
    },
    Resources: {
      Limits: { Pids: 4096, NanoCPUs: 1e9, MemoryBytes: 2 ** 27 },
      Reservations: { NanoCPUs: 5e8, MemoryBytes: 2 ** 26 },
    },
    LogDriver: { Name: "json-file", Options: { "max-size": "4m" } },
  });
});

test("says nothing of what a container was not told", () => {
  expect(taskOf({ Image: "sha256:2" })).toEqual({
    ContainerSpec: { Image: "sha256:2", StopGracePeriod: 0 },
  });
});
