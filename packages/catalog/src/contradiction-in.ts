import { variantKey, type Variant } from "@stackbench/model";

/** What no schema can say of a variant: field, expected, got. */
export function contradictionIn(variant: Variant): string | undefined {
  const { proxy, protocol, script, socket, tls, http2 } = variant;
  const { replicas, processGroups, adjustable } = variant;
  const got = `(got proxy "${proxy}" for ${variantKey(variant)})`;
  if (socket === "unix" && proxy === "none") return `socket: "unix" needs a proxy in front ${got}`;
  if (protocol !== "http" && proxy === "none") {
    return `protocol: "${protocol}" needs a proxy in front ${got}`;
  }
  if (script !== undefined && protocol !== "fastcgi") {
    return `script: expected it with protocol "fastcgi" alone, got "${protocol}" for ${variantKey(variant)}`;
  }
  // Caddy 2.6 speaks fastcgi but tells a length of -1 for a body that comes in chunks.
  if (protocol !== "http" && proxy !== "nginx") {
    return `protocol: "${protocol}" is spoken by nginx alone ${got}`;
  }
  if (replicas > 1 && proxy === "none") return `replicas: ${replicas} need a proxy in front ${got}`;
  if ((tls === "proxy" && proxy === "none") || (tls === "app" && proxy !== "none")) {
    return `tls: expected "proxy" behind one, "app" without, or "none"; got "${tls}" ${got}`;
  }
  if (http2 !== undefined && (http2 === "h2") !== (tls !== "none")) {
    return `http2: expected "h2" with TLS and "h2c" without; got "${http2}" with tls "${tls}" for ${variantKey(variant)}`;
  }
  if (processGroups !== undefined && adjustable !== undefined) {
    return `adjustable: expected none beside processGroups, which have their own numbers of workers and threads; got ${JSON.stringify(adjustable)}`;
  }
  const groups = Object.values(processGroups ?? {});
  const rest = groups.filter(({ paths }) => paths.length === 0).length;
  if (groups.length > 0 && rest !== 1) {
    return `processGroups: expected exactly one group without paths, which serves the rest; got ${rest}`;
  }
  const paths = groups.flatMap((group) => group.paths);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    return `processGroups: expected each path in one group, got ${JSON.stringify(twice)} twice`;
  }
  return undefined;
}
