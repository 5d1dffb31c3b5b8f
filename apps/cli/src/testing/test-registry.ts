import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@stackbench/host";
import type { Authority } from "@stackbench/http1/testing";
import { namespaceOf } from "./cluster-nodes.ts";
import { nodeNames } from "./test-cluster.ts";

const program = "/usr/bin/docker-registry";
/** In CI it is installed: there its absence is a failure. */
export const canServeRegistry = process.env["CI"] !== undefined || existsSync(program);

/**
 * A registry that asks for a password, at the same address of this machine and of each node: a process for each, over one folder.
 * Engines take what is on a loopback without TLS, or with any; at another address they want TLS of whom they trust.
 */
export interface TestRegistry extends AsyncDisposable {
  /** `10.213.46.1:5000`. */
  host: string;
  /** As `--registry` takes it. */
  address: string;
  /** For `DOCKER_CONFIG`: what `docker login` leaves. */
  loggedIn: string;
  loggedOut: string;
  /** What the registry that a node reaches, or this machine, was asked for: a line a request. */
  requests(from: (typeof nodeNames)[number] | "here"): string[];
}

const name = "bench";
const word = "a secret";

/** No machine has it but by `lendAddress`. */
const beyondLoopback = "10.213.46.1";

/** With TLS beyond the loopback, by this authority. */
export async function startRegistry(authority?: Authority): Promise<TestRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "stackbench-registry-"));
  const within = (file: string) => join(folder, file);
  const port = await freePort();
  const places = ["here", ...nodeNames] as const;
  const host = authority ? beyondLoopback : "127.0.0.1";
  const address = `${host}:${port}`;
  using lent = new DisposableStack();
  if (authority) {
    for (const place of places) lent.use(lendAddress(place));
    const { key, cert } = authority.sign(`IP:${host}`);
    writeFileSync(within("key.pem"), key);
    writeFileSync(within("cert.pem"), cert);
  }
  const tls = authority
    ? `, tls: {certificate: "${within("cert.pem")}", key: "${within("key.pem")}"}`
    : "";
  writeFileSync(within("passwords"), execFileSync("htpasswd", ["-nbB", name, word]));
  writeFileSync(
    within("registry.yml"),
    `version: 0.1
log: {level: warn, accesslog: {disabled: false}}
storage: {filesystem: {rootdirectory: "${within("data")}"}}
http: {addr: "${address}", secret: one for all${tls}}
auth: {htpasswd: {realm: test, path: "${within("passwords")}"}}
`,
  );
  for (const login of ["logged-in", "logged-out"]) mkdirSync(within(login));
  const auth = Buffer.from(`${name}:${word}`).toString("base64");
  const config = JSON.stringify({ auths: { [address]: { auth } } });
  writeFileSync(within("logged-in/config.json"), config);
  const processes: ChildProcess[] = [];
  const logs = new Map<string, string>();
  for (const place of places) {
    const [command, ...words] = on(place, [program, "serve", within("registry.yml")]);
    const child = spawn(command!, words, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream
        .setEncoding("utf8")
        .on("data", (text: string) => logs.set(place, (logs.get(place) ?? "") + text));
    }
    processes.push(child);
  }
  const kept = lent.move();
  return {
    host: address,
    address: `${address}/lab`,
    loggedIn: within("logged-in"),
    loggedOut: within("logged-out"),
    requests: (from) =>
      (logs.get(from) ?? "").split("\n").filter((line) => /"[A-Z]+ \/v2/.test(line)),
    [Symbol.asyncDispose]: async () => {
      const up = processes.filter(({ exitCode }) => exitCode === null);
      const ended = up.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      for (const child of up) child.kill("SIGTERM");
      await Promise.all(ended);
      kept[Symbol.dispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

type Place = (typeof nodeNames)[number] | "here";

/** A command line, in the network of that place. */
function on(place: Place, words: readonly string[]): readonly string[] {
  return place === "here" ? words : ["nsenter", `--net=${namespaceOf(place)}`, ...words];
}

function lendAddress(place: Place): Disposable {
  const change = (what: "add" | "del"): void => {
    const [command, ...words] = on(place, [
      "ip",
      "address",
      what,
      `${beyondLoopback}/32`,
      "dev",
      "lo",
    ]);
    execFileSync(command!, words);
  };
  change("add");
  return { [Symbol.dispose]: () => change("del") };
}
