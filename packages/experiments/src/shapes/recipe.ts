import type { VariantInfo } from "@stackbench/model";
import { quoteWord } from "@stackbench/report";
import { isNextServer } from "@stackbench/shapes";
import { apacheRecipe } from "./apache-recipe.ts";
import type { Details } from "./details.ts";
import { dockerfileLines, dockerRecipe } from "./docker-recipe.ts";
import { gunicornConf } from "./gunicorn-conf.ts";
import { nginxSite } from "./nginx-site.ts";

/** A shape, ready to be taken over. */
export interface Recipe {
  /** What installs the version that was measured; absent where the app brings its server itself. */
  install?: string;
  /** As a shell takes it, in the app's folder. */
  command: string;
  /** `gunicorn.conf.py` that says the same as the command's options; absent for other servers. */
  gunicornConf?: string;
  /** Lines of a Dockerfile, below what installs the app; absent where it is an image already, or nginx finds it by a socket. */
  dockerfile?: string;
  /** The file of nginx's site; absent without nginx in front. */
  nginxSite?: string;
  /** The file of Apache's site, and that of the app that it names; absent for other servers. */
  apacheSite?: string;
  wsgiScript?: string;
}

/** What Python's index calls a server; what people call uWSGI needs no compiler there under another name. */
const distributions: Readonly<Record<string, string>> = {
  cheroot: "cheroot",
  daphne: "daphne",
  granian: "granian",
  gunicorn: "gunicorn",
  hypercorn: "hypercorn",
  uvicorn: "uvicorn",
  uwsgi: "pyuwsgi",
  waitress: "waitress",
};

/** Programs that come from npm. */
const npmPrograms: ReadonlySet<string> = new Set(["pm2", "bun", "deno"]);
const gems: ReadonlySet<string> = new Set(["puma", "unicorn"]);

/** What a command needs beside its server, or uses where it is there. */
const besides: readonly { says: RegExp; packages: readonly string[] }[] = [
  { says: /worker-class=gevent/, packages: ["gevent", "packaging"] },
  { says: /uvicorn_worker/, packages: ["uvicorn-worker", "uvloop", "httptools"] },
  { says: /exec uvicorn /, packages: ["uvloop", "httptools"] },
  { says: /worker-class=uvloop|asgi-loop=uvloop/, packages: ["uvloop"] },
];

const usualPort = 8000;
const mavenJar = "app.jar";
const socketPath = "/run/my-app/app.sock";

/**
 * The command line that was measured, with the numbers that it was measured with. Behind a proxy it listens on the
 * loopback alone, and else on all addresses.
 */
export function recipeOf(
  info: VariantInfo,
  command: readonly string[],
  app: Pick<Details, "port" | "install" | "image">,
): Recipe {
  const { key, proxy, protocol, socket, tls } = info;
  const { image } = app;
  const port = app.port ?? usualPort;
  const place = socket === "unix" ? { socketPath } : { port };
  // Whatever speaks FastCGI is told its entry by nginx.
  const script = protocol === "fastcgi" ? command.at(-1) : undefined;
  const isTls = tls === "proxy";
  const site = proxy === "nginx" ? { nginxSite: nginxSite(place, protocol, script, isTls) } : {};
  const isImage = image !== null || app.install === "Dockerfile";
  if (command.length === 0) {
    const id = key.slice(0, key.indexOf(":"));
    return { ...dockerRecipe({ image, id, port, proxy }), ...site };
  }
  const host = proxy === "none" ? everywhere : "127.0.0.1";
  if (info.server === "apache") return { ...apacheRecipe(info, command, { host, port }), ...site };
  const line = typedLine(info, command, { host, port, isExecuted: false });
  const install = installOf(info, command, app);
  const conf = gunicornConf(line);
  return {
    ...(install !== undefined && { install }),
    command: line,
    ...(conf !== undefined && { gunicornConf: conf }),
    ...(!isImage &&
      socket === "tcp" && {
        dockerfile: dockerfileLines(
          install,
          typedLine(info, command, { host: everywhere, port, isExecuted: true }),
          port,
        ),
      }),
    ...site,
  };
}

const everywhere = "0.0.0.0";

/** `isExecuted`: the program takes the shell's place, as the last of what a shell does. */
function typedLine(
  { workers, threads }: Pick<VariantInfo, "workers" | "threads">,
  command: readonly string[],
  { host, port, isExecuted }: { host: string; port: number; isExecuted: boolean },
): string {
  const values: Record<string, string> = {
    HOST: host,
    PORT: `${port}`,
    SOCKET_PATH: socketPath,
    WORKERS: `${workers}`,
    THREADS: `${threads}`,
  };
  const line = lineOf(command, values, isExecuted);
  // A program that listens by itself is told where.
  const isTold = !/\$(PORT|SOCKET_PATH)\b/.test(command.join(" "));
  const hostname = isNextServer(command.at(-1) ?? "") ? `HOSTNAME=${host} ` : "";
  return `${isTold ? `HOST=${host} PORT=${port} ` : ""}${hostname}${line}`;
}

/** The versions that were measured. */
function installOf(
  { server, versions }: Pick<VariantInfo, "server" | "versions">,
  command: readonly string[],
  app: Pick<Details, "install">,
): string | undefined {
  const version = versions[server];
  const built = isNextServer(command.at(-1) ?? "") ? buildNext : undefined;
  if (server === "java") return app.install === "pom.xml" ? mavenOf(command.at(-1)) : undefined;
  if (server === "go") return `go build -o /opt/app/server ${quoteWord(command.at(-1) ?? ".")}`;
  if (server === "node") return built;
  if (version === undefined) return undefined;
  if (npmPrograms.has(server)) {
    return [built, `npm install --global ${server}@${version}`].filter(Boolean).join(" && ");
  }
  const words = command.join(" ");
  if (gems.has(server)) return installGem(server, version, words.includes("bundle exec "));
  const distribution = distributions[server];
  if (distribution === undefined) return undefined;
  const more = besides.flatMap(({ says, packages }) => (says.test(words) ? packages : []));
  const pinned = more.flatMap((name) => (versions[name] ? [`${name}==${versions[name]}`] : []));
  return ["pip install", `${distribution}==${version}`, ...pinned].join(" ");
}

/** The files that it serves are not in what it makes. */
const buildNext =
  "npm run build && cp -r .next/static .next/standalone/.next/ && { [ ! -d public ] || cp -r public .next/standalone/; }";

/** Where no jar is named, the one that is made is called as the harness calls it. */
function mavenOf(jar: string | undefined): string {
  const build = "mvn -DskipTests package";
  return jar === mavenJar ? `${build} && cp target/*.jar ${mavenJar}` : build;
}

/** An app's own Gemfile, which most have the server in, goes before ours. */
function installGem(gem: string, version: string, isBundled: boolean): string {
  return isBundled
    ? `bundle show ${gem} || bundle add ${gem} --version ${version}`
    : `gem install ${gem} --version ${version}`;
}

/** What a shell puts together is written as one would type it. */
function lineOf(
  command: readonly string[],
  values: Readonly<Record<string, string>>,
  isExecuted: boolean,
): string {
  const exec = isExecuted ? "exec " : "";
  const [shell, option, script, entry] = command;
  if (shell !== "sh" || option !== "-c" || script === undefined) {
    return `${exec}${command.map(quoteWord).join(" ")}`;
  }
  // An entry that is a command itself is no word of one.
  if (script.startsWith("eval ")) return `${exec}${entry ?? ""}`;
  return script
    .replace(/\bexec /, exec)
    .replaceAll('"$0"', quoteWord(entry ?? ""))
    .replaceAll(/\$([A-Z_]+)/g, (whole, name: string) => values[name] ?? whole);
}
