import { posix } from "node:path";
import type { VariantInfo } from "@stackbench/model";

const folder = "/srv/my-app";
/** What Apache loads an app of WSGI by. */
export const wsgiPlace = `${folder}/my-app.wsgi`;
/** Where Debian's Apache has its default site. */
export const apacheSitePlace = "/etc/apache2/sites-enabled/000-default.conf";

type Info = Pick<VariantInfo, "workers" | "threads" | "versions" | "tls">;

interface ApacheRecipe {
  install?: string;
  command: string;
  apacheSite: string;
  wsgiScript?: string;
}

const overTls = [
  "SSLEngine on",
  "SSLCertificateFile /etc/ssl/my-app.pem",
  "SSLProtocol TLSv1.3",
  "Protocols h2 http/1.1",
];
const tlsModules = "ssl http2";

// The one line of Debian's ports.conf listens on port 80.
const start = ": > /etc/apache2/ports.conf && apachectl -D FOREGROUND";

/**
 * Debian's Apache, whose site says the very lines that were measured, with their numbers: the words of the shape's command
 * behind the app's entry. Before them stands `sh serve_wsgi.sh` for mod_wsgi, and for PHP what a shell does to start php-fpm.
 */
export function apacheRecipe(
  info: Info,
  command: readonly string[],
  { host, port }: { host: string; port: number },
): ApacheRecipe {
  const isPhp = command[1] === "-c";
  const [entry = "", ...lines] = command.slice(isPhp ? 3 : 2);
  const values: Record<string, string> = {
    WORKERS: `${info.workers}`,
    THREADS: `${info.threads}`,
    CONNECTIONS: `${info.workers * info.threads}`,
    SCRIPT: wsgiPlace,
    ROOT: posix.join(folder, posix.dirname(entry)),
    INDEX: posix.basename(entry),
  };
  const filled = lines.map((line) =>
    line.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
  );
  const granted = [`<Directory ${folder}>`, "  Require all granted", "</Directory>"];
  return {
    ...(isPhp ? phpRecipe(info, command[2] ?? "") : wsgiRecipe(info, entry)),
    apacheSite: [
      `Listen ${host}:${port}`,
      ...(info.tls === "app" ? overTls : []),
      ...filled,
      ...granted,
      "",
    ].join("\n"),
  };
}

function wsgiRecipe({ versions, tls }: Info, entry: string): Omit<ApacheRecipe, "apacheSite"> {
  const version = versions["mod_wsgi"];
  const enable = tls === "app" ? ` && a2enmod ${tlsModules}` : "";
  return {
    ...(version !== undefined && {
      install: `apt-get install apache2 apache2-dev && pip install mod_wsgi==${version}${enable}`,
    }),
    command: `mod_wsgi-express module-config > /etc/apache2/conf-enabled/mod-wsgi.conf && ${start}`,
    wsgiScript: scriptOf(entry),
  };
}

function phpRecipe({ workers, tls }: Info, script: string): Omit<ApacheRecipe, "apacheSite"> {
  const fpm = script.slice(0, script.indexOf(" && MODULES=")).replaceAll("$WORKERS", `${workers}`);
  return {
    install: `apt-get install apache2 php8.4-fpm && a2enmod proxy_fcgi${tls === "app" ? ` ${tlsModules}` : ""}`,
    command: `${fpm} && ${start}`,
  };
}

/** Other servers look into the folder that they are started in; Apache is started elsewhere. */
function scriptOf(entry: string): string {
  // As other servers call what is not named.
  const [, module, callable = "application"] = /^([^:]+)(?::(.+))?$/.exec(entry) ?? [];
  return [
    "import os, sys",
    `os.chdir("${folder}")`,
    `sys.path.insert(0, "${folder}")`,
    `import ${module}`,
    `application = ${module}.${callable}`,
    "",
  ].join("\n");
}
