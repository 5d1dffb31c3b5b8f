import type { LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import type { SwarmNode } from "./nodes.ts";
import { placeRoles } from "./place-roles.ts";
import { seatOf } from "./seat.ts";

const node = (name: string, role: SwarmNode["roles"][number]): SwarmNode => ({
  id: name,
  name,
  roles: [role],
  isManager: false,
  isReady: true,
  state: "ready",
  address: "192.0.2.1",
  engineVersion: "29.0.0",
  cpus: 2,
  memoryBytes: 2 ** 30,
});
const placement = placeRoles([
  node("load", "load"),
  node("s1", "server"),
  node("s2", "server"),
  node("s3", "server"),
]);
const firstRequest: LoadRequest = {
  method: "GET",
  path: "/",
  headers: {},
  body: "",
  expect: { status: 200, bodyBytes: 13 },
};

const serversOf = (seated: Parameters<typeof seatOf>[1]) =>
  seatOf(placement, seated).servers.map(({ node: { name } }) => name);

test("needs further nodes of the server only for replicas that are on them", () => {
  expect(serversOf({ variant: { replicas: 1, socket: "tcp" } })).toEqual(["s1"]);
  expect(serversOf({ variant: { replicas: 2, socket: "tcp" } })).toEqual(["s1", "s2"]);
  expect(serversOf({ variant: { replicas: 10, socket: "tcp" } })).toEqual(["s1", "s2", "s3"]);
  expect(serversOf({ variant: { replicas: 10, socket: "unix" } })).toEqual(["s1"]);
});

test("times a start on one node, by its one clock", () => {
  expect(serversOf({ variant: { replicas: 3, socket: "tcp" }, firstRequest })).toEqual(["s1"]);
});
