import { idleConnections } from "@stackbench/shapes";
import { proxyPemFile, routesOf, type ProxiedPlace, type ProxyPlan } from "./proxy-plan.ts";

/** Caddy's configuration in its native JSON: the same promises as nginx.conf's. */
export function caddyConfig(plan: ProxyPlan): string {
  const { listensOn, port, speaksTls, speaksHttp2, backends, alone } = plan;
  const protocols = speaksHttp2 ? ["h1", speaksTls ? "h2" : "h2c"] : ["h1"];
  const servers = {
    clients: server({ listensOn, port, protocols, ...(speaksTls && tlsPolicy) }, [
      ...routesOf(backends).map(({ path, backend }) => ({
        match: [{ path: [beginningWith(path)] }],
        handle: [reverseProxy(backend.places, { keepAlive: true })],
        terminal: true,
      })),
      { handle: [reverseProxy(backends[0]!.places, { keepAlive: true })] },
    ]),
    ...Object.fromEntries(
      alone.map(({ port: own, place }) => [
        `alone-${own}`,
        server({ listensOn: "127.0.0.1", port: own, protocols: ["h1"] }, [
          { handle: [reverseProxy([place], { keepAlive: false })] },
        ]),
      ]),
    ),
  };
  return JSON.stringify({
    admin: { disabled: true, config: { persist: false } },
    logging: { logs: { default: { level: "WARN" } } },
    apps: { http: { servers }, ...(speaksTls && { tls: { certificates } }) },
  });
}

const tlsPolicy = { tls_connection_policies: [{ protocol_min: "tls1.3" }] };
const certificates = { load_files: [{ certificate: proxyPemFile, key: proxyPemFile }] };

/** JSON quotes the rest. Caddy's own language within its texts has no way to write these: no such path may come here. */
function beginningWith(path: string): string {
  if (/[*{}%]/.test(path)) throw new Error(`expected a path without * { } %, got ${path}`);
  return `${path}*`;
}

function server(
  {
    listensOn,
    port,
    ...settings
  }: Pick<ProxyPlan, "listensOn" | "port"> & {
    protocols: readonly string[];
  } & Partial<typeof tlsPolicy>,
  routes: readonly unknown[],
): unknown {
  return {
    listen: [`${listensOn}:${port}`],
    ...settings,
    automatic_https: { disable: true },
    // Never close a connection for its age: reconnecting is not what is compared.
    idle_timeout: "1h",
    routes,
  };
}

function reverseProxy(
  places: readonly ProxiedPlace[],
  { keepAlive }: { keepAlive: boolean },
): unknown {
  return {
    handler: "reverse_proxy",
    upstreams: places.map((place) => ({ dial: addressOf(place) })),
    load_balancing: { selection_policy: { policy: "round_robin" } },
    // It sets X-Forwarded-For and X-Forwarded-Proto by itself; the other proxies set no more.
    headers: { request: { delete: ["X-Forwarded-Host"] } },
    transport: transport(keepAlive),
  };
}

function transport(keepAlive: boolean): unknown {
  return {
    protocol: "http",
    // Or it asks the app for gzip by itself and unpacks the answer.
    compression: false,
    versions: ["1.1"],
    keep_alive: keepAlive
      ? {
          enabled: true,
          idle_timeout: "1h",
          max_idle_conns: idleConnections,
          max_idle_conns_per_host: idleConnections,
        }
      : { enabled: false },
  };
}

function addressOf({ host, port, socketPath }: ProxiedPlace): string {
  return socketPath === undefined ? `${host}:${port}` : `unix/${socketPath}`;
}
