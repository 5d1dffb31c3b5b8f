import { expect, test } from "vitest";
import { placeRoles } from "./place-roles.ts";
import { seatOf } from "./seat.ts";
import { swarmNode as node } from "./testing/swarm-node.ts";

const placement = placeRoles([
  node("load", "load"),
  node("s1", "server"),
  node("s2", "server"),
  node("s3", "server"),
]);
const serversOf = (seated: Parameters<typeof seatOf>[1]) =>
  seatOf(placement, seated).servers.map(({ node: { name } }) => name);

test("needs further nodes of the server only for replicas that are on them", () => {
  expect(serversOf({ variant: { replicas: 1, socket: "tcp" } })).toEqual(["s1"]);
  expect(serversOf({ variant: { replicas: 2, socket: "tcp" } })).toEqual(["s1", "s2"]);
  expect(serversOf({ variant: { replicas: 10, socket: "tcp" } })).toEqual(["s1", "s2", "s3"]);
  expect(serversOf({ variant: { replicas: 10, socket: "unix" } })).toEqual(["s1"]);
});
