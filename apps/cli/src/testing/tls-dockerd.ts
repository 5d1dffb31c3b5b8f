import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Authority } from "@stackbench/http1/testing";
import { runBench, type Ended } from "./run-bench.ts";

/** Namespaces need root. */
export const canServeDockerd =
  process.getuid?.() === 0 && spawnSync("which", ["dockerd"]).status === 0;

/** `dockerd --tlsverify` itself, on the loopback of a network of its own. */
export interface TlsDockerd extends AsyncDisposable {
  address: string;
  /** The program, in that network. */
  bench(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended>;
  docker(words: readonly string[], environment: Readonly<Record<string, string>>): string;
}

/** In a mount and pid namespace, too: it shares neither /run nor containers with the engine of this machine, and ends whole. */
export async function startTlsDockerd(authority: Authority): Promise<TlsDockerd> {
  const folder = mkdtempSync(join(tmpdir(), "stackbench-dockerd-"));
  const within = (name: string) => join(folder, name);
  const { key, cert } = authority.sign("IP:127.0.0.1");
  writeFileSync(within("ca.pem"), authority.cert);
  writeFileSync(within("key.pem"), key);
  writeFileSync(within("cert.pem"), cert);
  const address = "tcp://127.0.0.1:2376";
  const script = `mount -t proc proc /proc && mount -t tmpfs tmpfs /run && ip link set lo up &&
exec dockerd --tlsverify --tlscacert="$0/ca.pem" --tlscert="$0/cert.pem" --tlskey="$0/key.pem" --host=${address} \\
  --data-root="$0/data" --exec-root=/run/docker --pidfile=/run/docker.pid --bridge=none --iptables=false --ip6tables=false`;
  const inside = ["--net", "--mount", "--pid", "--fork", "--kill-child=SIGKILL"];
  const child = spawn("unshare", [...inside, "sh", "-c", script, folder], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("API listen on")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`dockerd ended: ${said.slice(-2000)}`)));
  });
  const there = ["nsenter", `--net=/proc/${child.pid}/ns/net`];
  return {
    address,
    bench: (words, environment) => runBench(words, undefined, environment, there),
    docker: (words, environment) =>
      execFileSync(there[0]!, [...there.slice(1), "docker", "--host", address, ...words], {
        encoding: "utf8",
        env: { ...process.env, ...environment },
      }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
