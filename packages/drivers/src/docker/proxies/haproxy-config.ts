import { idleConnections } from "@stackbench/shapes";
import {
  proxyPemFile,
  routesOf,
  type Backend,
  type ProxiedPlace,
  type ProxyPlan,
} from "./proxy-plan.ts";

/** haproxy.cfg for a plan: the same promises as nginx.conf's. */
export function haproxyConfig(plan: ProxyPlan): string {
  const { workers, port, backends, alone, speaksTls, listensOn } = plan;
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
    `  bind ${listensOn}:${port}${bindOptions(plan)}`,
    ...forwarding(speaksTls ? "https" : "http"),
    ...routesOf(backends).map(({ path, backend }) => {
      return `  use_backend ${sectionOf(backend)} if { path_beg ${quoted(path)} }`;
    }),
    `  default_backend ${sectionOf(backends[0]!)}`,
    ...backends.flatMap((backend) => [
      `backend ${sectionOf(backend)}`,
      ...backend.places.map((place, index) => {
        const idle = Math.ceil(idleConnections / backend.places.length);
        return `  server s${index + 1} ${addressOf(place)} pool-max-conn ${idle} pool-purge-delay 1h`;
      }),
    ]),
    ...alone.flatMap(({ port: own, place }) => [
      `listen alone-${own}`,
      `  bind 127.0.0.1:${own}`,
      "  http-reuse never",
      "  option httpclose",
      ...forwarding("http"),
      `  server s1 ${addressOf(place)} pool-max-conn 0`,
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Never the name of a section of our own, whatever a process group is called. */
function sectionOf({ name }: Backend): string {
  return `to-${name}`;
}

/** One word of HAProxy's language, which has no way to write a line's end: no such text may come here. */
function quoted(text: string): string {
  if (/[\r\n]/.test(text)) throw new Error(`expected one line, got ${JSON.stringify(text)}`);
  return `"${text.replaceAll(/["\\$]/g, "\\$&")}"`;
}

/** Without TLS it tells by a connection's first bytes what is spoken: there nothing can be said of HTTP/2. */
function bindOptions({ speaksTls, speaksHttp2 }: ProxyPlan): string {
  if (!speaksTls) return "";
  const alpn = speaksHttp2 ? "h2,http/1.1" : "http/1.1";
  return ` ssl crt ${proxyPemFile} ssl-min-ver TLSv1.3 alpn ${alpn}`;
}

function forwarding(scheme: "http" | "https"): string[] {
  return [
    "  http-request set-header X-Forwarded-For %[src]",
    `  http-request set-header X-Forwarded-Proto ${scheme}`,
  ];
}

function addressOf({ host, port, socketPath }: ProxiedPlace): string {
  return socketPath === undefined ? `${host}:${port}` : `unix@${socketPath}`;
}
