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

/**
 * The fuller way of the two. Each message is a packet of its own at least: small ones fill a network with heads, not with payload.
 * `farShare` of the requests goes on from the server's machine to replicas on others, and comes back.
 */
export function networkUse(
  path: Pick<NetworkPath, "bytesPerSecondTo" | "bytesPerSecondFrom">,
  { requests, answers, farShare = 0 }: { requests: Flow; answers: Flow; farShare?: number },
): NetworkUse {
  const far = (flow: Flow): Flow => ({ ...flow, perSecond: flow.perSecond * farShare });
  const ways = [
    useOf("requests", [requests, far(answers)], path.bytesPerSecondTo),
    useOf("answers", [answers, far(requests)], path.bytesPerSecondFrom),
  ] as const;
  return ways[1].share > ways[0].share ? ways[1] : ways[0];
}

function useOf(what: NetworkUse["what"], flows: Flow[], payloadPerSecond: number): NetworkUse {
  const bytesPerSecond = flows.reduce((sum, flow) => sum + bytesOf(flow), 0);
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
