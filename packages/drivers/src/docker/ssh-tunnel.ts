import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Where an engine's socket is, and by whom it is reached, as ssh:// names it. */
export interface SshPlace {
  /** `user@host`, or `host` alone: the rest is in the person's ssh configuration. */
  destination: string;
  port?: number;
  /** On that machine. */
  remoteSocket: string;
}

/** A socket here that leads to one elsewhere, for as long as this process lives. */
export interface SshTunnel {
  socketPath: string;
  /** What ssh complained of last; empty where it did not. */
  complaint(): string;
}

const loginPatienceMs = 30_000;
const open = new Map<string, Promise<SshTunnel>>();

/** The tunnel to that place, opened once. Throws where ssh does not get there, with what it said. */
export function sshTunnel(place: SshPlace): Promise<SshTunnel> {
  const key = JSON.stringify(place);
  const known = open.get(key);
  if (known) return known;
  const opening = openTunnel(place, () => open.delete(key));
  open.set(key, opening);
  opening.catch(() => open.delete(key));
  return opening;
}

/**
 * One connection for all that is asked of the engine: one login, and none of the limits that a server has on sessions. The other
 * end runs `cat`, whose input this process holds: when that ends, however, so does ssh. It has a session of its own, lest a
 * Ctrl-C that is meant for this process cuts it off from what it has to take down.
 */
async function openTunnel(place: SshPlace, ended: () => void): Promise<SshTunnel> {
  const folder = await mkdtemp(join(tmpdir(), "stackbench-ssh-"));
  const socketPath = join(folder, "engine.sock");
  // The shell removes the socket's folder even where this process was killed.
  const script = '"$@"; code=$?; rm -rf -- "$0"; exit $code';
  const command = ["ssh", ...sshArguments(place, socketPath)];
  const child = spawn("sh", ["-c", script, folder, ...command], { detached: true });
  let said = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (said = (said + text).slice(-2000)));
  const complaint = (): string => said.trim().split("\n").at(-1)!.trim();
  try {
    await loggedIn(child, complaint);
  } catch (error) {
    endGroup(child);
    throw error;
  }
  child.once("close", ended);
  // It keeps nobody waiting for its end.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as Socket).unref();
  return { socketPath, complaint };
}

/** Nothing is asked of the person: who is there may be a cron job. All else is as their own configuration has it. */
function sshArguments({ destination, port, remoteSocket }: SshPlace, socketPath: string): string[] {
  const settings = [
    "BatchMode=yes",
    "ConnectTimeout=10",
    "ServerAliveInterval=15",
    "ExitOnForwardFailure=yes",
    "RemoteCommand=none",
    // A connection that outlives this process would keep the forwarding, too.
    "ControlPath=none",
  ];
  return [
    "-Tax",
    ...settings.flatMap((setting) => ["-o", setting]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    "-L",
    `${socketPath}:${remoteSocket}`,
    "--",
    destination,
    "cat",
  ];
}

/** Resolves once a word that was sent is back: by then the socket is there. */
async function loggedIn(child: ChildProcess, complaint: () => string): Promise<void> {
  const word = "stackbench-is-through";
  const over = new AbortController();
  try {
    await Promise.race([
      new Promise<void>((resolve, reject) => {
        let heard = "";
        child.stdout!.setEncoding("utf8").on("data", (text: string) => {
          heard = (heard + text).slice(-1000);
          if (heard.includes(word)) resolve();
        });
        child.once("error", reject);
        child.once("close", (code) =>
          reject(new Error(`ssh ended with code ${code}: ${complaint() || "it did not say why"}`)),
        );
        // Where ssh is gone already, its end tells why.
        child.stdin!.on("error", () => {});
        child.stdin!.write(`${word}\n`);
      }),
      delay(loginPatienceMs, undefined, { signal: over.signal }).then(() => {
        throw new Error(`ssh was not logged in after ${loginPatienceMs / 1000} s`);
      }),
    ]);
  } finally {
    over.abort();
  }
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    // The shell's own end is awaited by nobody: ssh goes first, and the shell then removes the folder.
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended.
  }
}
