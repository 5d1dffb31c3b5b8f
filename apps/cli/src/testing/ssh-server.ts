import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "@stackbench/host";

const sshd = "/usr/sbin/sshd";
/** In CI it is installed: there its absence is a failure. */
export const canServeSsh = process.env["CI"] !== undefined || existsSync(sshd);

/** A server of ssh on the loopback, that lets this user in by a key of its own. */
export interface SshServer extends Disposable {
  /** What an ssh client's configuration calls it, in which all else about it stands. */
  alias: string;
  /** With a `PATH` whose `ssh` reads that configuration, and a folder for temporary files. */
  environment: Record<string, string>;
  /** Command lines of the clients that are up. */
  clients(): string[];
  /** What is in the folder for temporary files. */
  temporaryFolder: string;
}

export async function startSshServer(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), "stackbench-sshd-"));
  const within = (name: string) => join(folder, name);
  const port = await freePort();
  const makeKey = (name: string) =>
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", within(name)]);
  const publicKey = (name: string) => readFileSync(within(`${name}.pub`), "utf8");
  makeKey("host");
  makeKey("user");
  const alias = "engine-elsewhere";
  writeFileSync(within("authorized"), publicKey("user"));
  writeFileSync(within("known"), `[127.0.0.1]:${port} ${publicKey("host")}`);
  writeFileSync(
    within("server"),
    `ListenAddress 127.0.0.1
Port ${port}
HostKey ${within("host")}
AuthorizedKeysFile ${within("authorized")}
PidFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
`,
  );
  writeFileSync(
    within("client"),
    `Host ${alias}
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${within("user")}
  IdentitiesOnly yes
  UserKnownHostsFile ${within("known")}
`,
  );
  // OpenSSH looks for its configuration where the user database says that a person is at home.
  const ssh = spawnSync("which", ["ssh"], { encoding: "utf8" }).stdout.trim();
  mkdirSync(within("bin"));
  writeFileSync(within("bin/ssh"), `#!/bin/sh\nexec ${ssh} -F ${within("client")} "$@"\n`);
  chmodSync(within("bin/ssh"), 0o755);
  const temporaryFolder = within("temporary");
  mkdirSync(temporaryFolder);
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const server = spawn(sshd, ["-D", "-e", "-f", within("server")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Server listening")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`sshd ended: ${said}`)));
  });
  return {
    alias,
    environment: {
      PATH: [within("bin"), process.env["PATH"]].join(delimiter),
      TMPDIR: temporaryFolder,
    },
    clients: () =>
      spawnSync("pgrep", ["-af", `ssh -F ${within("client")}`], { encoding: "utf8" })
        .stdout.split("\n")
        .filter((line) => line !== ""),
    temporaryFolder,
    [Symbol.dispose]: () => {
      server.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
