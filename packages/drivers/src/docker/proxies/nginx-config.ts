import { posix } from "node:path";
import {
  nginxAddress,
  nginxParameters,
  nginxPass,
  nginxProtocol,
  nginxUpstream,
} from "@stackbench/shapes";
import {
  backendFor,
  proxyPemFile,
  routesOf,
  type ProxiedPlace,
  type ProxyPlan,
} from "./proxy-plan.ts";

/** nginx.conf for a plan. */
export function nginxConfig(plan: ProxyPlan): string {
  const { protocol, script, speaksTls, speaksHttp2, workers, port, backends, alone, listensOn } =
    plan;
  const lines = [
    `worker_processes ${workers};`,
    "pid /tmp/nginx.pid;",
    "error_log stderr warn;",
    "events {",
    "  worker_connections 16384;",
    "}",
    "http {",
    ...indented(settings),
    ...indented(script === undefined ? nginxProtocol(protocol) : scriptBy(script)),
    ...backends.flatMap(({ name, places }) =>
      indented(nginxUpstream(name, places.map(addressOf), protocol)),
    ),
    "  server {",
    // The kernel cuts the backlog down to net.core.somaxconn.
    `    listen ${listensOn}:${port}${speaksTls ? " ssl" : ""} backlog=65535;`,
    ...(speaksTls ? tlsSettings.map((line) => `    ${line}`) : []),
    ...(speaksHttp2 ? ["    http2 on;"] : []),
    ...locations(plan).flatMap((location) => indented(indented(location))),
    "  }",
    ...alone.flatMap(({ port: own, place }) => [
      "  server {",
      `    listen 127.0.0.1:${own};`,
      `    location / { ${nginxPass(protocol, addressOf(place))} }`,
      "  }",
    ]),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

const settings = [
  "access_log off;",
  "server_tokens off;",
  "default_type application/octet-stream;",
  "tcp_nodelay on;",
  // The app sees the path as it came, whatever the protocol.
  "merge_slashes off;",
  // Never close a connection for its age: reconnecting is not what is compared.
  "keepalive_requests 1000000000;",
  "keepalive_timeout 1h;",
  // The contract's largest body stays in memory.
  "client_body_buffer_size 128k;",
  "client_body_temp_path /tmp/client-body;",
  "proxy_temp_path /tmp/proxy;",
  "fastcgi_temp_path /tmp/fastcgi;",
  "uwsgi_temp_path /tmp/uwsgi;",
  "scgi_temp_path /tmp/scgi;",
];

const tlsSettings = [
  `ssl_certificate ${proxyPemFile};`,
  `ssl_certificate_key ${proxyPemFile};`,
  "ssl_protocols TLSv1.3;",
];

/**
 * What php-fpm wants to know. A path that is one of a .php file is answered by that beside the script, every other by the
 * script: nginx does not see the app's files.
 */
function scriptBy(script: string): string[] {
  const root = posix.dirname(script);
  const name = `/${posix.basename(script)}`;
  const own = [
    "SCRIPT_NAME $script_name",
    `SCRIPT_FILENAME ${quoted(`${root}$script_name`)}`,
    `DOCUMENT_ROOT ${quoted(root)}`,
    "DOCUMENT_URI $document_uri",
    "GATEWAY_INTERFACE CGI/1.1",
    "SERVER_SOFTWARE nginx",
  ];
  return [
    `map $document_uri $script_name { "~^(?<named>/.+[.]php)$" $named; default ${quoted(name)}; }`,
    ...[...nginxParameters, ...own].map((line) => `fastcgi_param ${line};`),
  ];
}

function locations({ protocol, backends }: ProxyPlan): string[][] {
  const routes = routesOf(backends);
  const own = new Set(routes.map(({ path }) => path));
  return [
    ...routes.flatMap(({ path, backend }) => {
      const location = [`location ${quoted(path)} { ${nginxPass(protocol, backend.name)} }`];
      const bare = path.replace(/\/$/, "");
      if (bare === "" || bare === path || own.has(bare)) return [location];
      // Or nginx would redirect the path without the slash to the one with it.
      const { name } = backendFor(backends, bare);
      return [location, [`location = ${quoted(bare)} { ${nginxPass(protocol, name)} }`]];
    }),
    [`location / { ${nginxPass(protocol, backends[0]!.name)} }`],
  ];
}

/** One word of nginx's language, whatever is in it. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function addressOf({ host, port, socketPath }: ProxiedPlace): string {
  return nginxAddress(socketPath === undefined ? { host, port } : { socketPath });
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
