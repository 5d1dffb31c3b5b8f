import type { VariantInfo } from "@stackbench/model";
import { quoteWord } from "@stackbench/report";
import { nginxSite } from "./nginx-site.ts";

/** A shape, ready to be taken over. */
export interface Recipe {
  /** What installs the version that was measured; absent where the app brings its server itself. */
  install?: string;
  /** As a shell takes it, in the app's folder. */
  command: string;
  /** The file of nginx's site; absent without nginx in front. */
  nginxSite?: string;
}

/** By server; what people call uWSGI is called pyuwsgi by Python's index, where it needs no compiler. */
const installers: Readonly<Record<string, (version: string) => string>> = {
  ...Object.fromEntries(
    ["granian", "gunicorn", "hypercorn", "uvicorn", "waitress"].map((name) => [
      name,
      (version: string) => `pip install ${name}==${version}`,
    ]),
  ),
  uwsgi: (version) => `pip install pyuwsgi==${version}`,
  pm2: (version) => `npm install --global pm2@${version}`,
};

const port = 8000;
const socketPath = "/run/my-app/app.sock";

/**
 * The command line that was measured, with the numbers that it was measured with. Behind a proxy it listens on the
 * loopback alone, and else on all addresses.
 */
export function recipeOf(
  { server, versions, workers, threads, proxy, protocol, socket }: VariantInfo,
  command: readonly string[],
): Recipe {
  const values: Record<string, string> = {
    HOST: proxy === "none" ? "0.0.0.0" : "127.0.0.1",
    PORT: `${port}`,
    SOCKET_PATH: socketPath,
    WORKERS: `${workers}`,
    THREADS: `${threads}`,
  };
  const place = socket === "unix" ? { socketPath } : { port };
  const line = lineOf(command, values);
  // A program that listens by itself is told where.
  const isTold = !/\$(PORT|SOCKET_PATH)\b/.test(command.join(" "));
  const told = isTold ? `HOST=${values["HOST"]} PORT=${port} ` : "";
  const version = versions[server];
  const installer = installers[server];
  return {
    ...(version !== undefined && installer && { install: installer(version) }),
    command: `${told}${line}`,
    ...(proxy === "nginx" && { nginxSite: nginxSite(place, protocol) }),
  };
}

/** What a shell puts together is written as one would type it. */
function lineOf(command: readonly string[], values: Readonly<Record<string, string>>): string {
  const [shell, option, script, entry] = command;
  if (shell !== "sh" || option !== "-c" || script === undefined) {
    return command.map(quoteWord).join(" ");
  }
  // An entry that is a command itself is no word of one.
  if (script.startsWith("eval ")) return entry ?? "";
  return script
    .replace(/^exec /, "")
    .replaceAll('"$0"', quoteWord(entry ?? ""))
    .replaceAll(/\$([A-Z_]+)/g, (whole, name: string) => values[name] ?? whole);
}
