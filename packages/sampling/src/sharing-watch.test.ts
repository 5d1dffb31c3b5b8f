import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import type { ServiceHandle } from "@stackbench/model";
import { describe, expect, test } from "vitest";
import { fixtureTree, statLine, type FixtureTree } from "@stackbench/host/testing";
import { createSampler } from "./sampler.ts";
import { SharingWatch } from "./sharing-watch.ts";

/** 127.0.0.1:8000 listens; the others are in the state told, from a port of their own. */
function tableOf(sockets: Record<string, "01" | "06" | "0A" | "outgoing">): string {
  const rows = Object.entries(sockets).map(([inode, state], index) => {
    const local = state === "outgoing" ? "0100007F:C350" : "0100007F:1F40";
    const code = state === "outgoing" ? "01" : state;
    return `   ${index}: ${local} 0100007F:D000 ${code} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0`;
  });
  return `  sl  local_address rem_address   st tx_queue ...\n${rows.join("\n")}\n`;
}

interface Sketch {
  parent?: number;
  command?: string;
  sockets?: string[];
}

function put(tree: FixtureTree, processes: Record<number, Sketch>): void {
  for (const [pid, { parent = 1, command = "serve", sockets = [] }] of Object.entries(processes)) {
    tree.write({
      [`proc/${pid}/stat`]: statLine(Number(pid), parent),
      [`proc/${pid}/cmdline`]: command,
      [`proc/${pid}/net/tcp`]: tableOf({
        8: "0A",
        9: "0A",
        11: "01",
        12: "01",
        13: "01",
        14: "01",
        20: "outgoing",
        21: "06",
      }),
    });
    mkdirSync(join(tree.root, "proc", pid, "fd"), { recursive: true });
    for (const [index, inode] of sockets.entries()) {
      symlinkSync(`socket:[${inode}]`, join(tree.root, "proc", pid, "fd", `${index}`));
    }
    symlinkSync("/dev/null", join(tree.root, "proc", pid, "fd", "99"));
  }
}

/** What the processes share, having used so many ticks in the window. */
function shared(
  tree: FixtureTree,
  processes: Record<number, Sketch>,
  ticks: Record<number, number>,
) {
  put(tree, processes);
  const pids = Object.keys(processes).map(Number);
  const watch = new SharingWatch(() => pids, tree.root);
  watch.begin();
  for (const [pid, user] of Object.entries(ticks)) {
    const { parent = 1 } = processes[Number(pid)]!;
    tree.write({ [`proc/${pid}/stat`]: statLine(Number(pid), parent, { user }) });
  }
  return watch.end();
}

describe("what processes share", () => {
  test("is the connections that came in, with the CPU time of each", () => {
    using tree = fixtureTree({});
    const processes = {
      50: { sockets: ["9", "11", "12", "13", "20"] },
      51: { parent: 50, sockets: ["9", "14", "21"] },
    };
    expect(shared(tree, processes, { 50: 70, 51: 50 })).toEqual({
      connections: [3, 1],
      cpuSeconds: [0.7, 0.5],
    });
  });

  test("counts a connection that a process has open twice once", () => {
    using tree = fixtureTree({});
    const processes = {
      50: { sockets: ["9", "11", "11", "12"] },
      51: { sockets: ["9", "13"] },
    };
    expect(shared(tree, processes, { 50: 50, 51: 50 })!.connections).toEqual([2, 1]);
  });

  test("counts a worker that listens and was given none, and no master", () => {
    using tree = fixtureTree({});
    const processes = {
      50: { sockets: ["9"] },
      51: { parent: 50, sockets: ["9", "11", "12"] },
      52: { parent: 50, sockets: ["9"], command: "serve\0--worker=2" },
      53: { parent: 50, sockets: ["9"], command: "helper" },
      54: { parent: 50 },
    };
    expect(shared(tree, processes, { 50: 5, 51: 100 })).toEqual({
      connections: [2, 0],
      cpuSeconds: [1, 0],
    });
  });

  test("counts a parent that was given none at a socket of its own", () => {
    using tree = fixtureTree({});
    const processes = { 50: { sockets: ["8"] }, 51: { parent: 50, sockets: ["9", "11", "12"] } };
    expect(shared(tree, processes, { 51: 100 })).toEqual({
      connections: [0, 2],
      cpuSeconds: [0, 1],
    });
  });

  test("is CPU time alone where no connection can be seen, of those that have no children", () => {
    using tree = fixtureTree({});
    const processes = { 50: {}, 51: { parent: 50 }, 52: { parent: 50 }, 53: { parent: 50 } };
    expect(shared(tree, processes, { 50: 90, 51: 60, 52: 20, 53: 1 })).toEqual({
      cpuSeconds: [0.6, 0.2],
    });
  });

  test("is nothing where one process serves, with whatever master and helpers", () => {
    using tree = fixtureTree({});
    const processes = { 50: { sockets: ["9"] }, 51: { parent: 50, sockets: ["11", "12"] } };
    expect(shared(tree, processes, { 50: 3, 51: 90 })).toBeUndefined();
  });

  test("leaves out who was born in the window", () => {
    using tree = fixtureTree({});
    put(tree, { 50: { sockets: ["11"] }, 51: { sockets: ["12"] } });
    const pids = [50, 51];
    const watch = new SharingWatch(() => pids, tree.root);
    watch.begin();
    put(tree, { 52: { sockets: ["13"] } });
    pids.push(52);
    expect(watch.end()?.connections).toEqual([1, 1]);
  });
});

/** Two processes with a socket each at one port, which the kernel deals connections out to. */
const server = `
const { fork } = require("node:child_process");
const { createServer } = require("node:net");
const port = Number(process.env.PORT || 0);
const listener = createServer((socket) => socket.on("error", () => {}));
listener.listen({ host: "127.0.0.1", port, reusePort: true }, () => {
  if (process.env.PORT) return process.send("up");
  const { port } = listener.address();
  const child = fork(process.argv[1], { env: { PORT: String(port) }, execArgv: [] });
  child.once("message", () => process.send(port));
  process.on("disconnect", () => (child.kill(), process.exit()));
});
`;

test("two real processes at one port are seen with the connections of each", async () => {
  using tree = fixtureTree({ "server.cjs": server });
  const child: ChildProcess = spawn(process.execPath, [join(tree.root, "server.cjs")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {},
  });
  const sockets: Socket[] = [];
  try {
    const [port] = (await once(child, "message")) as [number];
    for (let i = 0; i < 9; i++) {
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      await once(socket, "connect");
    }
    const app: ServiceHandle = { name: "app", pid: child.pid!, kind: "processes" };
    const sampling = await createSampler().begin([app]);
    const { sharing } = (await sampling.end()).services.app!;
    expect(sharing!.connections).toHaveLength(2);
    expect(sharing!.connections!.reduce((sum, count) => sum + count, 0)).toBe(9);
  } finally {
    for (const socket of sockets) socket.destroy();
    child.disconnect();
    await once(child, "exit");
  }
});
