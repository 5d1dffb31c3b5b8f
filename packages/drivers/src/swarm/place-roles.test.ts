import { expect, test } from "vitest";
import { placeRoles } from "./place-roles.ts";
import { swarmNode as node } from "./testing/swarm-node.ts";

test("numbers the CPUs of all nodes through, from the server's on", () => {
  const nodes = [node("a", "database"), node("b", "load", { cpus: 1 }), node("c", "server")];
  const { server, load, database, cpus } = placeRoles(nodes);
  expect([server, load, database].map((one) => [one.node.name, one.firstCpu])).toEqual([
    ["c", 0],
    ["b", 2],
    ["a", 3],
  ]);
  expect(cpus).toEqual({ server: [0, 1], load: [2], database: [3, 4] });
});

test("has the database on the server's node where none is for it", () => {
  const { database, cpus } = placeRoles([node("a", "load"), node("b", "server")]);
  expect(database.node.name).toBe("b");
  expect(cpus).toEqual({ server: [0, 1], load: [2, 3], database: [0, 1] });
});

test("passes over a node that is not ready, and says what is missing", () => {
  const down = { isReady: false, state: "down" };
  const nodes = [node("a", "server", down), node("b", "server"), node("c", "load")];
  expect(placeRoles(nodes).server.node.name).toBe("b");
  expect(() => placeRoles([node("a", "server", down), node("c", "load")])).toThrow(
    /found none for server \(a: server, down; c: load, ready\).*stackbench.role=server/,
  );
});

test("divides the CPUs of a node that has several roles as those of one machine, never the load's with the server's", () => {
  const all = [node("a", "server,load,database", { cpus: 4 })];
  expect(placeRoles(all).cpus).toEqual({ server: [0, 1], load: [2], database: [3] });
  const two = [node("a", "server"), node("b", "load,database")];
  expect(placeRoles(two).cpus).toEqual({ server: [0, 1], load: [3], database: [2] });
});

test("has the load on all nodes of its role, beside those of the server and the database, or on so many", () => {
  const nodes = [
    node("a", "load"),
    node("b", "load", { cpus: 3 }),
    node("c", "load,database"),
    node("d", "load", { isReady: false }),
    node("e", "server"),
  ];
  const { load, loads, cpus } = placeRoles(nodes);
  expect(loads.map((one) => [one.node.name, one.firstCpu])).toEqual([
    ["a", 2],
    ["b", 4],
  ]);
  expect(load).toBe(loads[0]);
  expect(cpus).toEqual({ server: [0, 1], load: [2, 3, 4, 5, 6], database: [7, 8] });
  const one = placeRoles(nodes, 1);
  expect(one.loads).toHaveLength(1);
  expect(one.cpus).toEqual({ server: [0, 1], load: [2, 3], database: [4, 5] });
  expect(() => placeRoles(nodes, 3)).toThrow(/--load-nodes=3: expected so many .* found 2/);
});

test("has replicas on all nodes that are for the server alone, after the first", () => {
  const nodes = [
    node("a", "load"),
    node("b", "server"),
    node("c", "server", { isReady: false, state: "down" }),
    node("d", "server", { cpus: 4 }),
    node("e", "server,database"),
  ];
  const { server, servers, database, cpus } = placeRoles(nodes);
  expect(servers.map((one) => one.node.name)).toEqual(["b", "d"]);
  expect(servers[0]).toBe(server);
  expect(database.node.name).toBe("e");
  expect(cpus).toEqual({
    server: [0, 1],
    load: [2, 3],
    database: [4, 5],
    replicas: [6, 7, 8, 9],
  });
});
