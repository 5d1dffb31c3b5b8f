import {
  transportOf,
  type GeneratorTraits,
  type LoadRequest,
  type LoadSpec,
} from "@stackbench/model";

/** Why a generator of such traits cannot send this; undefined where they do not forbid it. */
export function refusesByTraits(traits: GeneratorTraits, spec: LoadSpec): string | undefined {
  return (
    refusesShape(spec) ??
    refusesTransport(traits, spec) ??
    refusesLoop(traits, spec) ??
    refusesBound(traits, spec) ??
    refusesNodes(traits, spec) ??
    refusesMix(traits, spec) ??
    refusesProtocol(traits, spec)
  );
}

/** Why nobody could send this: threads without connections, or a sequence that points nowhere. */
function refusesShape(spec: LoadSpec): string | undefined {
  const { connections } = spec.level;
  if (spec.threads > connections) {
    return `${spec.threads} threads cannot share ${connections} connections: use at most as many threads as connections`;
  }
  const astray = spec.sequence.find((index) => index >= spec.requests.length);
  if (astray !== undefined) {
    return `the sequence names request ${astray}, but there are only ${spec.requests.length}`;
  }
  return undefined;
}

function refusesProtocol({ id, speaks }: GeneratorTraits, spec: LoadSpec): string | undefined {
  if (speaks === "http/1.1") {
    return spec.streams === undefined
      ? undefined
      : `${id} speaks HTTP/1.1, which has no streams: leave --streams out, or use --generator=h2load`;
  }
  return spec.http2 !== undefined
    ? undefined
    : `${id} speaks HTTP/2 only, and the server is not known to: choose variants that do ("http2" in their shape or stack.json, as nginx:one and go-http:nginx-tls), or use --generator=stackbench`;
}

function refusesTransport({ id, transports }: GeneratorTraits, spec: LoadSpec): string | undefined {
  const transport = transportOf(spec);
  if (transports.includes(transport)) return undefined;
  const over = transport === "tls" ? "TLS" : "a unix socket";
  const driven = transports.length === 1 ? "plain TCP" : "TCP and TLS";
  return `${id} is driven over ${driven} only, this server is asked over ${over}: use --generator=stackbench`;
}

function refusesLoop({ id, latencyOrigins }: GeneratorTraits, spec: LoadSpec): string | undefined {
  return spec.level.loop in latencyOrigins
    ? undefined
    : `${id} is driven in a closed loop only: leave --rate out, or use --generator=stackbench`;
}

function refusesBound({ id, endsWindowsBy }: GeneratorTraits, spec: LoadSpec): string | undefined {
  const { windowRequests, level } = spec;
  if (windowRequests === undefined) return undefined;
  if (level.loop === "open") {
    return "a window of so many requests is one of a closed loop, a schedule ends by time: leave --requests out, or --rate";
  }
  if (windowRequests < level.connections) {
    return `${windowRequests} requests are fewer than ${level.connections} connections: use at least as many --requests as --connections`;
  }
  return endsWindowsBy === "time-or-requests"
    ? undefined
    : `${id} is driven by time only: leave --requests out, or use --generator=stackbench`;
}

/** What one of them would send is not what is asked for. */
function refusesNodes({ id, nodes: able }: GeneratorTraits, spec: LoadSpec): string | undefined {
  const { nodes = 1, windowRequests } = spec;
  if (nodes === 1) return undefined;
  if (able === "one") {
    return `${id} is driven on one load node only, here are ${nodes}: use --load-nodes=1, or --generator=stackbench`;
  }
  return windowRequests === undefined
    ? undefined
    : `a window of so many requests is sent by one load node, here are ${nodes}, of which the slowest would end it: use --load-nodes=1, or leave --requests out`;
}

function refusesMix(
  { id, sends, tellsParts }: GeneratorTraits,
  spec: LoadSpec,
): string | undefined {
  if (spec.parts && !tellsParts) {
    return `${id} does not tell the parts of a mix apart: leave it out, or use --generator=stackbench`;
  }
  if (sends === "mixes") return undefined;
  const kinds = new Set(spec.sequence).size;
  if (kinds > 1) return `${id} sends one request only, this workload is a mix of ${kinds}`;
  return onlyRequest(spec).numbers === undefined
    ? undefined
    : `${id} sends the same bytes over and over, this workload asks with another number each time: use --generator=stackbench, autocannon or wrk`;
}

/** The one request of a spec that is no mix. */
export function onlyRequest(spec: LoadSpec): LoadRequest {
  return spec.requests[spec.sequence[0]!]!;
}
