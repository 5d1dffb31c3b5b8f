import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { readCommandLine } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import { removeMounted } from "./remove-mounted.ts";

const execute = promisify(execFile);
const patienceMs = 60_000;

/**
 * A Docker engine that may be stopped, killed and frozen: its data, socket and containerd are its own and lie in one
 * folder, so that nobody else's containers are touched. It dies with this program.
 */
export class OwnEngine implements AsyncDisposable {
  readonly #folder: string;
  readonly #socket: string;
  #daemon: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#socket = join(folder, "engine.sock");
  }

  /** Starts one in a new folder. Throws HostError where it does not come up. */
  static async start(folder: string): Promise<OwnEngine> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "daemon.json"), "{}\n");
    const engine = new OwnEngine(folder);
    try {
      await engine.up();
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
    return engine;
  }

  /** As DOCKER_HOST takes it. */
  get host(): string {
    return `unix://${this.#socket}`;
  }

  /** What the docker program prints. */
  async ask(...args: readonly string[]): Promise<string> {
    const { stdout } = await execute("docker", ["--host", this.host, ...args], {
      maxBuffer: 2 ** 26,
    });
    return stdout.trim();
  }

  /** Starts it unless it runs, wakes it where it is frozen, and waits until it answers. */
  async up(): Promise<void> {
    if (this.#runs()) this.#daemon!.kill("SIGCONT");
    else this.#spawn();
    const deadline = performance.now() + patienceMs;
    while (!(await answers(this.#socket))) {
      if (performance.now() > deadline || !this.#runs()) throw new HostError(this.#whyNot());
      await sleep(100);
    }
  }

  /** In order: it ends its containers first. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  freeze(): void {
    this.#daemon?.kill("SIGSTOP");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#daemon?.kill("SIGCONT");
    await this.#end("SIGTERM");
    await removeMounted(this.#folder);
  }

  /** A killed engine takes its containerd along; the record of that, with a pid that nobody may have reaped, stays in the way. */
  #forgetContainerd(): void {
    const record = join(this.#folder, "exec/containerd/containerd.pid");
    try {
      const pid = Number(readFileSync(record, "utf8"));
      if (readCommandLine(pid).includes(`${this.#folder}/`)) process.kill(pid, "SIGKILL");
    } catch {
      // There is none.
    }
    rmSync(record, { force: true });
  }

  #spawn(): void {
    this.#forgetContainerd();
    const own = ["--data-root", "--exec-root", "--pidfile", "--config-file"].map((name, index) => {
      const file = ["data", "exec", "pid", "daemon.json"][index]!;
      return `${name}=${join(this.#folder, file)}`;
    });
    const command = [
      "dockerd",
      `--host=${this.host}`,
      ...own,
      // A containerd that the machine shares keeps them apart by these names.
      "--containerd-namespace=stackbench-faults",
      "--containerd-plugins-namespace=stackbench-faults-plugins",
      "--bridge=none",
      "--iptables=false",
      "--ip6tables=false",
    ];
    const log = "ignore";
    // In a network namespace of its own: sittings need no bridge, and an engine without one removes that of the machine's own engine.
    const apart = ["--net", "setpriv", "--pdeathsig", "KILL", ...command];
    this.#daemon = spawn("unshare", apart, {
      stdio: [log, log, "pipe"],
      detached: true,
    });
    this.#daemon.on("error", () => {});
    let tail = "";
    this.#daemon.stderr!.on("data", (part) => {
      tail = (tail + part).slice(-4000);
      writeFileSync(join(this.#folder, "log"), tail);
    });
  }

  #runs(): boolean {
    const own = this.#daemon;
    return own?.pid !== undefined && own.exitCode === null && own.signalCode === null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.#runs()) return;
    const ended = once(this.#daemon!, "exit");
    this.#daemon!.kill(signal);
    await Promise.race([ended, sleep(patienceMs / 2, undefined, { ref: false })]);
    if (!this.#runs()) return;
    this.#daemon!.kill("SIGKILL");
    await ended;
  }

  #whyNot(): string {
    let log = "it wrote nothing";
    try {
      log = readFileSync(join(this.#folder, "log"), "utf8").trim().split("\n").slice(-5).join("\n");
    } catch {
      // Nothing.
    }
    return `expected an engine of the proof's own to come up (dockerd, Debian: docker.io; needs root), got:\n${log}`;
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: "/_ping", timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
    asked.end();
  });
}
