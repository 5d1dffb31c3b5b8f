import { resolve } from "node:path";
import type { Redirects } from "@stackbench/contract";
import { UsageError, type NamedWorkload } from "@stackbench/model";
import { workingDirectory } from "@stackbench/session";
import { readChoice, readList, type CommandInput } from "@stackbench/terminal";
import { readAsked, type Asked } from "../asked/read-asked.ts";
import { readRedirects } from "../asked/read-redirects.ts";
import { requestOptions } from "../asked/request-options.ts";
import { splitUrls } from "./split-url.ts";
import type { TlsOptions } from "./tls-way.ts";
import { urlOptions } from "./url-options.ts";
import { readUrlWorkloads } from "./url-workloads.ts";

/** `--url` and what goes with it, read once. */
export interface ServersRequest {
  /** Without paths, as given. */
  urls: string[];
  /** What is learnt and asked, instead of the contract's; absent where that is asked for. */
  custom?: OwnRequests;
  /** The same where none of the servers speaks the contract; absent where what is asked for was said. */
  unlessContract?: OwnRequests;
  workloads: NamedWorkload[];
  keepAlive: boolean;
  pin: boolean;
  allowRemote: boolean;
  tls: TlsOptions;
  /** They are asked over HTTP/2, and must speak it; absent: they need not. */
  overHttp2?: boolean;
}

/** What servers that need not speak the contract are asked for. */
interface OwnRequests {
  asked: Asked;
  anyLength: boolean;
  redirects: Redirects;
}

/** They say how a path is asked for: with one of them the server need not speak the contract. */
const pathOptions = [...Object.keys(requestOptions), "any-length", "follow", "no-follow"];

/** What a server that is brought up can be given, and one that already runs cannot. */
const impossible = [
  "stack",
  "driver",
  "tune-host",
  "cpus-server",
  "cpus-database",
  "pool",
  "memory",
] as const;

/**
 * Undefined without `--url`. `unnamed`: the workloads where none is named. Throws UsageError for options that
 * contradict each other.
 */
export function readServers(input: CommandInput, unnamed = "hello"): ServersRequest | undefined {
  const { values, switches } = input;
  if (values["url"] === undefined) {
    const alone = Object.keys(urlOptions).find((name) => isGiven(input, name));
    if (alone !== undefined) throw new UsageError(`--${alone}: expected --url= with it, got none`);
    return undefined;
  }
  refuseImpossible(input);
  const urls = readList(values["url"]);
  if (urls.length === 0) {
    throw new UsageError(
      `--url: expected URLs such as http://127.0.0.1:8000, got "${values["url"]}"`,
    );
  }
  const { servers, path } = splitUrls(urls, values["path"]);
  const isAskedForPath = path !== undefined || pathOptions.some((name) => isGiven(input, name));
  const contract = readChoice(
    "contract",
    values["contract"],
    ["1", "none"],
    isAskedForPath ? "none" : "1",
  );
  if (contract === "1" && isAskedForPath) {
    throw new UsageError(
      "--contract=1: expected no path with it: the contract says what is asked for",
    );
  }
  const isCustom = contract === "none";
  const isSaid = ["contract", "workload", "slo"].some((name) => isGiven(input, name));
  const own: OwnRequests = {
    // Whoever asks for no contract, and for nothing else, asks for the front page.
    asked: readAsked(values, isAskedForPath ? path : "/"),
    anyLength: switches.has("any-length"),
    redirects: readRedirects(switches),
  };
  return {
    urls: servers,
    ...(isCustom ? { custom: own } : isSaid ? {} : { unlessContract: own }),
    workloads: readUrlWorkloads(values["workload"], isCustom, unnamed),
    keepAlive: !switches.has("no-keep-alive"),
    pin: switches.has("pin"),
    allowRemote: switches.has("allow-remote"),
    tls: readTls(input, servers),
  };
}

/** Throws UsageError for what is said of TLS where none of the servers is asked over it. */
function readTls({ values, switches }: CommandInput, servers: readonly string[]): TlsOptions {
  const { ca } = values;
  const insecure = switches.has("insecure");
  const named = insecure ? "insecure" : "ca";
  if ((insecure || ca !== undefined) && !servers.some((url) => /^https:/i.test(url))) {
    throw new UsageError(`--${named}: expected a --url= that begins with https://, got none`);
  }
  if (insecure && ca !== undefined) {
    throw new UsageError("--insecure: expected it or --ca=, got both");
  }
  return { insecure, ca: ca === undefined ? undefined : resolve(workingDirectory, ca) };
}

function isGiven({ values, switches }: CommandInput, name: string): boolean {
  return values[name] !== undefined || switches.has(name);
}

function refuseImpossible(input: CommandInput): void {
  const mayPin = input.switches.has("pin");
  const wrong = impossible.find(
    (name) => isGiven(input, name) && !(mayPin && name === "cpus-server"),
  );
  if (wrong !== undefined) {
    throw new UsageError(
      `--${wrong}: not with --url, whose servers already run and are left as they are; bring yours up with --stack=./folder to set it`,
    );
  }
  if (![undefined, "none"].includes(input.values["tuning"])) {
    throw new UsageError("--tuning: expected none with --url, whose servers are left as they are");
  }
}
