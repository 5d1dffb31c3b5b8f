import { posix } from "node:path";
import type { Place } from "../addresses.ts";
import {
  backendFor,
  idleConnections,
  proxyPemFile,
  routesOf,
  type Backend,
  type ProxyPlan,
} from "./proxy-plan.ts";

/** nginx.conf for a plan. */
export function nginxConfig(plan: ProxyPlan): string {
  const { protocol, script, speaksTls, speaksHttp2, workers, port, backends, alone } = plan;
  const lines = [
    `worker_processes ${workers};`,
    "pid /tmp/nginx.pid;",
    "error_log stderr warn;",
    "events {",
    "  worker_connections 16384;",
    "}",
    "http {",
    ...indented(settings),
    ...indented(script === undefined ? protocols[protocol] : scriptBy(script)),
    ...backends.flatMap((backend) => indented(upstream(backend, protocol))),
    "  server {",
    // The kernel cuts the backlog down to net.core.somaxconn.
    `    listen 127.0.0.1:${port}${speaksTls ? " ssl" : ""} backlog=65535;`,
    ...(speaksTls ? tlsSettings.map((line) => `    ${line}`) : []),
    ...(speaksHttp2 ? ["    http2 on;"] : []),
    ...locations(plan).flatMap((location) => indented(indented(location))),
    "  }",
    ...alone.flatMap(({ port: own, place }) => [
      "  server {",
      `    listen 127.0.0.1:${own};`,
      `    location / { ${pass(protocol, addressOf(place), place)} }`,
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

// A server name that is not empty is what WSGI wants.
const common = [
  "QUERY_STRING $query_string",
  "REQUEST_METHOD $request_method",
  "CONTENT_TYPE $content_type",
  "CONTENT_LENGTH $content_length",
  "REQUEST_URI $request_uri",
  "SERVER_PROTOCOL $server_protocol",
  "REQUEST_SCHEME $scheme",
  "HTTPS $https if_not_empty",
  "REMOTE_ADDR $remote_addr",
  "REMOTE_PORT $remote_port",
  "SERVER_NAME $host",
  "SERVER_PORT $server_port",
];
// WSGI wants the decoded path here.
const parameters = [...common, "PATH_INFO $document_uri"];

const protocols: Record<ProxyPlan["protocol"], readonly string[]> = {
  http: [
    "proxy_http_version 1.1;",
    'proxy_set_header Connection "";',
    "proxy_set_header Host $http_host;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
  ],
  fastcgi: parameters.map((line) => `fastcgi_param ${line};`),
  uwsgi: parameters.map((line) => `uwsgi_param ${line};`),
};

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
    ...[...common, ...own].map((line) => `fastcgi_param ${line};`),
  ];
}

function upstream({ name, places }: Backend, protocol: ProxyPlan["protocol"]): string[] {
  return [
    `upstream ${name} {`,
    // Round robin over all, always: a replica that once refused is not passed over for ten seconds.
    ...places.map((place) => `  server ${addressOf(place)} max_fails=0;`),
    // The uwsgi protocol has no notion of a connection that is kept, and uWSGI closes one of FastCGI even when it
    // is asked to keep it: nginx would take it for open and now and then lose a POST.
    ...(protocol !== "http"
      ? []
      : [
          `  keepalive ${idleConnections};`,
          "  keepalive_requests 1000000000;",
          "  keepalive_timeout 1h;",
        ]),
    "}",
  ];
}

function locations({ protocol, backends }: ProxyPlan): string[][] {
  const routes = routesOf(backends);
  const own = new Set(routes.map(({ path }) => path));
  return [
    ...routes.flatMap(({ path, backend }) => {
      const location = [`location ${quoted(path)} { ${pass(protocol, backend.name)} }`];
      const bare = path.replace(/\/$/, "");
      if (bare === "" || bare === path || own.has(bare)) return [location];
      // Or nginx would redirect the path without the slash to the one with it.
      const { name } = backendFor(backends, bare);
      return [location, [`location = ${quoted(bare)} { ${pass(protocol, name)} }`]];
    }),
    [`location / { ${pass(protocol, backends[0]!.name)} }`],
  ];
}

/** One word of nginx's language, whatever is in it. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function pass(protocol: ProxyPlan["protocol"], target: string, place?: Place): string {
  if (protocol !== "http") return `${protocol}_pass ${target};`;
  // A socket's path needs an end where a URL begins.
  return `proxy_pass http://${target}${place?.socketPath === undefined ? "" : ":"};`;
}

function addressOf({ port, socketPath }: Place): string {
  return socketPath === undefined ? `127.0.0.1:${port}` : `unix:${socketPath}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
