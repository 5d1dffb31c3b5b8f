import { posix } from "node:path";
import type { VariantInfo } from "@stackbench/model";
import { nginxAddress, nginxPass, nginxProtocol, nginxUpstream } from "@stackbench/shapes";

/**
 * A site of nginx as Debian includes it (`/etc/nginx/sites-available/`), which speaks with the app in the very lines that
 * were measured. `script`, of the app's folder, is what answers an app of FastCGI: here nginx sees the folder, and serves
 * the files in it itself. `isTls`: over TLS 1.3 and HTTP/2, by a certificate that is to be put there.
 */
export function nginxSite(
  place: Parameters<typeof nginxAddress>[0],
  protocol: VariantInfo["protocol"],
  script?: string,
  isTls = false,
): string {
  const pass = [nginxPass(protocol, "app"), ...nginxProtocol(protocol)];
  const lines = [
    ...nginxUpstream("app", [nginxAddress(place)], protocol),
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
