import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@stackbench/host";
import { namespaceOf, nodeNames } from "./test-cluster.ts";

const program = "/usr/bin/docker-registry";
/** In CI it is installed: there its absence is a failure. */
export const canServeRegistry = process.env["CI"] !== undefined || existsSync(program);

/**
 * A registry that asks for a password, on the same port of this machine's loopback and of each node's: a process for each, over one
 * folder. Engines take what is on a loopback without TLS.
 */
export interface TestRegistry extends AsyncDisposable {
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

export async function startRegistry(): Promise<TestRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "stackbench-registry-"));
  const within = (file: string) => join(folder, file);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  writeFileSync(within("passwords"), execFileSync("htpasswd", ["-nbB", name, word]));
  writeFileSync(
    within("registry.yml"),
    `version: 0.1
log: {level: warn, accesslog: {disabled: false}}
storage: {filesystem: {rootdirectory: "${within("data")}"}}
http: {addr: "${address}", secret: one for all}
auth: {htpasswd: {realm: test, path: "${within("passwords")}"}}
`,
  );
  for (const login of ["logged-in", "logged-out"]) mkdirSync(within(login));
  const auth = Buffer.from(`${name}:${word}`).toString("base64");
  const config = JSON.stringify({ auths: { [address]: { auth } } });
  writeFileSync(within("logged-in/config.json"), config);
  const processes: ChildProcess[] = [];
  const logs = new Map<string, string>();
  for (const place of ["here", ...nodeNames] as const) {
    const serve = [program, "serve", within("registry.yml")];
    const [command, ...words] =
      place === "here" ? serve : ["nsenter", `--net=${namespaceOf(place)}`, ...serve];
    const child = spawn(command!, words, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream
        .setEncoding("utf8")
        .on("data", (text: string) => logs.set(place, (logs.get(place) ?? "") + text));
    }
    processes.push(child);
  }
  return {
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
      rmSync(folder, { recursive: true });
    },
  };
}
