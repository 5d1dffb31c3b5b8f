import type { VariantInfo } from "@stackbench/model";

const folder = "/srv/my-app";
/** What Apache loads the app by. */
export const wsgiPlace = `${folder}/my-app.wsgi`;
/** Where Debian's Apache has its default site. */
export const apacheSitePlace = "/etc/apache2/sites-enabled/000-default.conf";

interface ApacheRecipe {
  install?: string;
  command: string;
  apacheSite: string;
  wsgiScript: string;
}

/**
 * Debian's Apache with mod_wsgi, whose site says the very lines that were measured: the words of the shape's command
 * behind the app's entry (`sh serve.sh module:callable line…`), with their numbers.
 */
export function apacheRecipe(
  { workers, threads, versions }: Pick<VariantInfo, "workers" | "threads" | "versions">,
  [, , entry = "", ...lines]: readonly string[],
  { host, port }: { host: string; port: number },
): ApacheRecipe {
  const values: Record<string, string> = {
    WORKERS: `${workers}`,
    THREADS: `${threads}`,
    CONNECTIONS: `${workers * threads}`,
    SCRIPT: wsgiPlace,
  };
  const filled = lines.map((line) =>
    line.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
  );
  const version = versions["mod_wsgi"];
  return {
    ...(version !== undefined && {
      install: `apt-get install apache2 apache2-dev && pip install mod_wsgi==${version}`,
    }),
    // The one line of Debian's ports.conf listens on port 80.
    command:
      "mod_wsgi-express module-config > /etc/apache2/conf-enabled/mod-wsgi.conf && : > /etc/apache2/ports.conf && apachectl -D FOREGROUND",
    apacheSite: [
      `Listen ${host}:${port}`,
      ...filled,
      `<Directory ${folder}>`,
      "  Require all granted",
      "</Directory>",
      "",
    ].join("\n"),
    wsgiScript: scriptOf(entry),
  };
}

/** Other servers look into the folder that they are started in; Apache is started elsewhere. */
function scriptOf(entry: string): string {
  const colon = entry.indexOf(":");
  const [module, callable] = [entry.slice(0, colon), entry.slice(colon + 1)];
  return [
    "import os, sys",
    `os.chdir("${folder}")`,
    `sys.path.insert(0, "${folder}")`,
    `import ${module}`,
    `application = ${module}.${callable}`,
    "",
  ].join("\n");
}
