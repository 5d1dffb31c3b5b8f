import type { Place } from "../addresses.ts";
import { idleConnections, routesOf, type ProxyPlan } from "./proxy-plan.ts";

/** haproxy.cfg for a plan: the same promises as nginx.conf's. */
export function haproxyConfig({ workers, port, backends, alone }: ProxyPlan): string {
  const lines = [
    "global",
    `  nbthread ${workers}`,
    // Tables are made for as many files as the limit allows: without a bound that can be gigabytes.
    "  fd-hard-limit 65536",
    "defaults",
    "  mode http",
    "  backlog 65535",
    "  balance roundrobin",
    "  http-reuse always",
    // Never close a connection for its age; as patient with the app as nginx is.
    "  timeout client 1h",
    "  timeout http-keep-alive 1h",
    "  timeout connect 60s",
    "  timeout server 60s",
    // Or a refused connection would be tried again a second later.
    "  retries 0",
    "frontend clients",
    `  bind 127.0.0.1:${port}`,
    ...forwarding,
    ...routesOf(backends).map(({ path, backend }) => {
      return `  use_backend ${backend.name} if { path_beg ${path} }`;
    }),
    `  default_backend ${backends[0]!.name}`,
    ...backends.flatMap(({ name, places }) => [
      `backend ${name}`,
      ...places.map((place, index) => {
        const idle = Math.ceil(idleConnections / places.length);
        return `  server s${index + 1} ${addressOf(place)} pool-max-conn ${idle} pool-purge-delay 1h`;
      }),
    ]),
    ...alone.flatMap(({ port: own, place }) => [
      `listen alone-${own}`,
      `  bind 127.0.0.1:${own}`,
      "  http-reuse never",
      "  option httpclose",
      ...forwarding,
      `  server s1 ${addressOf(place)} pool-max-conn 0`,
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

const forwarding = [
  "  http-request set-header X-Forwarded-For %[src]",
  "  http-request set-header X-Forwarded-Proto http",
];

function addressOf({ port, socketPath }: Place): string {
  return socketPath === undefined ? `127.0.0.1:${port}` : `unix@${socketPath}`;
}
