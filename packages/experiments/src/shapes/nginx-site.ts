import { posix } from "node:path";
import type { VariantInfo } from "@stackbench/model";

/** Where nginx finds the app. */
type Place = { port: number } | { socketPath: string };

/**
 * A site of nginx as Debian includes it (`/etc/nginx/sites-available/`). What bears on speed is as it was measured:
 * connections to the app are kept over HTTP, and never over the uwsgi protocol, which has no notion of them. `script`, of
 * the app's folder, is what answers an app of FastCGI. `isTls`: over TLS 1.3 and HTTP/2, by a certificate that is to be put there.
 */
export function nginxSite(
  place: Place,
  protocol: VariantInfo["protocol"],
  script?: string,
  isTls = false,
): string {
  const server = "port" in place ? `127.0.0.1:${place.port}` : `unix:${place.socketPath}`;
  const pass =
    protocol === "http"
      ? [
          "proxy_pass http://app;",
          "proxy_http_version 1.1;",
          'proxy_set_header Connection "";',
          "proxy_set_header Host $http_host;",
          "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
          "proxy_set_header X-Forwarded-Proto $scheme;",
        ]
      : [`${protocol}_pass app;`, `include ${protocol}_params;`];
  const lines = [
    "upstream app {",
    `  server ${server};`,
    ...(protocol === "http" ? ["  keepalive 256;"] : []),
    "}",
    "server {",
    ...(isTls ? overTls : ["  listen 80;"]),
    ...(script === undefined
      ? ["  location / {", ...pass.map((line) => `    ${line}`), "  }"]
      : [
          `  root ${posix.join("/srv/my-app", posix.dirname(script))};`,
          `  location / { try_files $uri /${posix.basename(script)}$is_args$args; }`,
          "  location ~ [.]php$ { fastcgi_pass app; include fastcgi.conf; }",
        ]),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

const overTls = [
  "  listen 443 ssl;",
  "  http2 on;",
  "  ssl_certificate /etc/ssl/my-app.pem;",
  "  ssl_certificate_key /etc/ssl/my-app.pem;",
  "  ssl_protocols TLSv1.3;",
];
