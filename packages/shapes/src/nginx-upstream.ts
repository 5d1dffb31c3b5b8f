import type { VariantInfo } from "@stackbench/model";

type Protocol = VariantInfo["protocol"];

/** Idle connections that nginx, as other proxies here, keeps open to the app. */
export const idleConnections = 256;

/** What any protocol but HTTP tells the app of a request. A server name that is not empty is what WSGI wants. */
export const nginxParameters = [
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

/**
 * How nginx speaks with an app, the same lines where it is measured and in the site that is given to paste: what stands
 * beside `nginxPass`, or above it. WSGI wants the decoded path as PATH_INFO.
 */
export function nginxProtocol(protocol: Protocol): readonly string[] {
  if (protocol === "http") {
    return [
      "proxy_http_version 1.1;",
      'proxy_set_header Connection "";',
      "proxy_set_header Host $http_host;",
      // What a client says of it counts for nothing: so every proxy here.
      "proxy_set_header X-Forwarded-For $remote_addr;",
      "proxy_set_header X-Forwarded-Proto $scheme;",
    ];
  }
  const parameters = [...nginxParameters, "PATH_INFO $document_uri"];
  return parameters.map((line) => `${protocol}_param ${line};`);
}

/** Where an app listens, as nginx names it. */
export function nginxAddress(
  place: { host?: string; port: number } | { socketPath: string },
): string {
  if ("socketPath" in place) return `unix:${place.socketPath}`;
  const { host = "127.0.0.1", port } = place;
  return `${host}:${port}`;
}

/** `target` is an upstream or an address. */
export function nginxPass(protocol: Protocol, target: string): string {
  if (protocol !== "http") return `${protocol}_pass ${target};`;
  // A socket's path needs an end where a URL begins.
  return `proxy_pass http://${target}${target.startsWith("unix:") ? ":" : ""};`;
}

/** An upstream of these addresses, asked in turn. */
export function nginxUpstream(
  name: string,
  addresses: readonly string[],
  protocol: Protocol,
): string[] {
  return [
    `upstream ${name} {`,
    // Round robin over all, always: a replica that once refused is not passed over for ten seconds.
    ...addresses.map((address) => `  server ${address} max_fails=0;`),
    // The uwsgi protocol has no notion of a connection that is kept, and uWSGI closes one of FastCGI even when it
    // is asked to keep it: nginx would take it for open and now and then lose a POST.
    ...(protocol !== "http"
      ? []
      : [
          `  keepalive ${idleConnections};`,
          // Never closed for its age: reconnecting is not what is compared.
          "  keepalive_requests 1000000000;",
          "  keepalive_timeout 1h;",
        ]),
    "}",
  ];
}
