import { expect, test } from "vitest";
import { readInterfaceCounters } from "./interface-counters.ts";
import { fixtureTree } from "./testing/index.ts";

const head = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 2776770   11307    0    0    0     0          0         0  2776770   11307    0    0    0     0       0          0
`;

function read(text: string) {
  using tree = fixtureTree({ "proc/7/net/dev": text });
  return readInterfaceCounters(7, tree.root);
}

test("adds up what the interfaces carried, and leaves the loopback out", () => {
  const two = `  eth0: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0
eth1:5 1 0 0 0 0 0 0 6 2 0 0 0 0 0 0
`;
  expect(read(head + two)).toEqual({
    receivedBytes: 1005,
    receivedPackets: 11,
    sentBytes: 2006,
    sentPackets: 22,
  });
});

test("tells nothing of a namespace without any, or of a file that it does not know", () => {
  expect(read(head)).toBeUndefined();
  expect(read(`${head}  eth0: 1000 10\n`)).toBeUndefined();
  expect(readInterfaceCounters(7, "/nowhere")).toBeUndefined();
});
