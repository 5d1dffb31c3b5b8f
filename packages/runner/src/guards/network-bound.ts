import { bitsPerSecond } from "@stackbench/model";
import { percent, type Guard } from "./judged-window.ts";

/** Of what one connection carried before the run. */
const unrankedFrom = 0.8;

/**
 * What a packet of an overlay takes beside its payload, bytes: Ethernet, IPv4 and UDP around VXLAN (RFC 7348, section 5: 50 without
 * the inner frame's), then the inner frame's Ethernet, IPv4 and TCP with timestamps (RFC 7323).
 */
const packetOverhead = 14 + 20 + 8 + 8 + 14 + 20 + 32;
/** Of an overlay with its usual MTU of 1450. */
const mostPayload = 1450 - 20 - 32;

/** Whether the network between load and server may have been the limit: small messages fill it with heads, not with payload. */
export const networkBound: Guard = ({ load, path, sentBytesEach = 0 }) => {
  if (!path || load.kind === "totals") return undefined;
  const answers = load.succeeded;
  const ways = [
    {
      what: "answers",
      bytesPerSecond: onWire(load.receivedBytes ?? 0, answers) / load.seconds,
      most: carried(path.bytesPerSecondFrom),
    },
    {
      what: "requests",
      bytesPerSecond: onWire(load.sent * sentBytesEach, load.sent) / load.seconds,
      most: carried(path.bytesPerSecondTo),
    },
  ];
  const [fullest] = ways.toSorted((a, b) => b.bytesPerSecond / b.most - a.bytesPerSecond / a.most);
  const { what, bytesPerSecond, most } = fullest!;
  const share = bytesPerSecond / most;
  if (share < unrankedFrom) return undefined;
  return {
    kind: "network-bound",
    severity: "unranked",
    message: `${what} took ${bitsPerSecond(bytesPerSecond)} of the network with the heads of their packets, ${percent(share)} of the ${bitsPerSecond(most)} that one connection took of it before the run (limit ${percent(unrankedFrom)})`,
  };
};

/** Each message is a packet of its own at least. */
function onWire(bytes: number, messages: number): number {
  if (messages === 0) return bytes;
  const packetsEach = Math.max(1, Math.ceil(bytes / messages / mostPayload));
  return bytes + messages * packetsEach * packetOverhead;
}

/** Full packets, as a long transfer sends them. */
function carried(payloadPerSecond: number): number {
  return payloadPerSecond * ((mostPayload + packetOverhead) / mostPayload);
}
