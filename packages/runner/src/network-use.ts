import type { NetworkPath } from "@stackbench/model";

/**
 * What a packet of an overlay takes beside its payload, bytes: Ethernet, IPv4 and UDP around VXLAN (RFC 7348, section 5), then
 * the inner frame's Ethernet, IPv4 and TCP with timestamps (RFC 7323).
 */
const packetOverhead = 14 + 20 + 8 + 8 + 14 + 20 + 32;
/** Of an overlay with its usual MTU of 1450. */
const mostPayload = 1450 - 20 - 32;

/** Messages a second, and what each takes without the heads of its packets, bytes. */
interface Flow {
  perSecond: number;
  bytesEach: number;
}

/** How a load fills the network from its machine to the server's, and back. */
export interface NetworkUse {
  what: "requests" | "answers";
  /** With the heads of packets. */
  bytesPerSecond: number;
  /** What a long transfer took, which is what there is of it or less. */
  mostBytesPerSecond: number;
  share: number;
}

/** The fuller way of the two. Each message is a packet of its own at least: small ones fill a network with heads, not with payload. */
export function networkUse(
  path: Pick<NetworkPath, "bytesPerSecondTo" | "bytesPerSecondFrom">,
  { requests, answers }: { requests: Flow; answers: Flow },
): NetworkUse {
  const ways = [
    useOf("requests", requests, path.bytesPerSecondTo),
    useOf("answers", answers, path.bytesPerSecondFrom),
  ] as const;
  return ways[1].share > ways[0].share ? ways[1] : ways[0];
}

function useOf(what: NetworkUse["what"], flow: Flow, payloadPerSecond: number): NetworkUse {
  const packets = Math.max(1, Math.ceil(flow.bytesEach / mostPayload));
  const bytesPerSecond = flow.perSecond * (flow.bytesEach + packets * packetOverhead);
  // Full packets, as a long transfer sends them.
  const mostBytesPerSecond = payloadPerSecond * ((mostPayload + packetOverhead) / mostPayload);
  return { what, bytesPerSecond, mostBytesPerSecond, share: bytesPerSecond / mostBytesPerSecond };
}

/** Of what one connection carried before the run: from here on it may have been the network that was measured. */
export const networkLimit = 0.8;
