import type { Bandwidth, Carried } from "@stackbench/model";

/**
 * What a packet of an overlay takes beside its payload, bytes: Ethernet, IPv4 and UDP around VXLAN (RFC 7348, section 5), then
 * the inner frame's Ethernet, IPv4 and TCP with timestamps (RFC 7323).
 */
const tunnelOverhead = 14 + 20 + 8 + 8;
const packetOverhead = tunnelOverhead + 14 + 20 + 32;
/** Of an overlay with its usual MTU of 1450. */
const mostPayload = 1450 - 20 - 32;
/** Of the inner network, with its Ethernet. */
const mostFrame = 1450 + 14;

/** Messages a second, and what each takes without the heads of its packets, bytes. */
interface Flow {
  perSecond: number;
  bytesEach: number;
}

/** How full a way between two machines was, in the direction in which it was fuller. */
export interface NetworkUse {
  /** What went there, in words. */
  what: string;
  /** With the heads of packets. */
  bytesPerSecond: number;
  /** What a long transfer took, which is what there is of it or less. */
  mostBytesPerSecond: number;
  share: number;
}

/** What a load sends and gets, and the share of it that goes on from the server's machine to replicas on others, and comes back. */
export interface Flows {
  requests: Flow;
  answers: Flow;
  farShare?: number;
}

/**
 * The fuller way of the two. Each message is a packet of its own at least: small ones fill a network with heads, not with payload.
 */
export function networkUse(path: Bandwidth, flows: Flows): NetworkUse {
  return fuller(path, ["requests", "answers"], wireOf(flows));
}

/** With the heads of packets, bytes/s: to the server's machine, and from it. */
interface Wire {
  to: number;
  from: number;
}

/** What a load takes of the link of the server's machine. */
export function wireOf({ requests, answers, farShare = 0 }: Flows): Wire {
  const [asked, answered] = [bytesOf(requests), bytesOf(answers)];
  return { to: asked + farShare * answered, from: answered + farShare * asked };
}

/** What that link carried in all, as its interface counted it. Of what was cut up behind it the heads of one part are counted: it is this at least. */
export function wireCarried(carried: Carried, seconds: number): Wire {
  const perSecond = (bytes: number, packets: number): number => {
    const frames = Math.max(packets, Math.ceil(bytes / mostFrame));
    return (bytes + frames * tunnelOverhead) / seconds;
  };
  return {
    to: perSecond(carried.receivedBytes, carried.receivedPackets),
    from: perSecond(carried.sentBytes, carried.sentPackets),
  };
}

/** The direction that is fuller, by its name: that to the second machine of the way, or that from it. */
export function fuller(
  { bytesPerSecondTo, bytesPerSecondFrom }: Bandwidth,
  [there, back]: readonly [string, string],
  { to, from }: Wire,
): NetworkUse {
  const ways = [useOf(there, to, bytesPerSecondTo), useOf(back, from, bytesPerSecondFrom)] as const;
  return ways[1].share > ways[0].share ? ways[1] : ways[0];
}

function useOf(what: string, bytesPerSecond: number, payloadPerSecond: number): NetworkUse {
  // Full packets, as a long transfer sends them.
  const mostBytesPerSecond = payloadPerSecond * ((mostPayload + packetOverhead) / mostPayload);
  return { what, bytesPerSecond, mostBytesPerSecond, share: bytesPerSecond / mostBytesPerSecond };
}

/** A second, with the heads of packets. */
function bytesOf({ perSecond, bytesEach }: Flow): number {
  const packets = Math.max(1, Math.ceil(bytesEach / mostPayload));
  return perSecond * (bytesEach + packets * packetOverhead);
}

/** Of what one connection carried before the run: from here on it may have been the network that was measured. */
export const networkLimit = 0.8;
