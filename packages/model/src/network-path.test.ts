import { expect, test } from "vitest";
import { linkOfServer, pathOfDatabase, type NetworkPath } from "./network-path.ts";

function path(
  ends: Pick<NetworkPath, "from" | "to" | "fromNode" | "toNode">,
  bytesPerSecondTo: number,
  bytesPerSecondFrom: number,
): NetworkPath {
  const measured = { roundTripMs: 0.1, clockOffsetMs: 0, clockErrorMs: 0.1 };
  return { ...ends, ...measured, bytesPerSecondTo, bytesPerSecondFrom };
}

test("the way to the database is seen from the server, whoever measured it", () => {
  const seen = { bytesPerSecondTo: 1, bytesPerSecondFrom: 2 };
  const others = [
    path({ from: "load", to: "database" }, 7, 7),
    path({ from: "server", to: "database", fromNode: 2 }, 8, 8),
  ];
  const there = path({ from: "server", to: "database" }, 1, 2);
  const back = path({ from: "database", to: "server" }, 2, 1);
  expect(pathOfDatabase([...others, there])).toMatchObject(seen);
  expect(pathOfDatabase([...others, back])).toEqual(seen);
  expect(pathOfDatabase(others)).toBeUndefined();
});

test("a server's link carries what the widest way over it does, in each direction", () => {
  const network = [
    path({ from: "load", to: "server" }, 1, 50),
    path({ from: "load", to: "server", fromNode: 2 }, 3, 5),
    path({ from: "server", to: "server", toNode: 2 }, 60, 2),
    path({ from: "load", to: "server", toNode: 2 }, 900, 900),
    path({ from: "load", to: "database" }, 900, 900),
  ];
  expect(linkOfServer(network)).toEqual({ bytesPerSecondTo: 3, bytesPerSecondFrom: 60 });
  expect(linkOfServer(network.slice(3))).toBeUndefined();
});
