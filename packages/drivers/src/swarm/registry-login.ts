import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { HostError } from "@stackbench/model";
import { z } from "zod";

/** Who one is to a registry, as the engine passes it on; empty where `docker login` was not told. */
export type RegistryLogin =
  | { serveraddress: string; username: string; password: string }
  | { serveraddress: string; identitytoken: string }
  | Record<string, never>;

const configSchema = z.object({
  auths: z
    .record(
      z.string(),
      z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }),
    )
    .default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});

/**
 * What the docker CLI would use for this registry: of a helper program, or written in its configuration. Throws HostError
 * where that cannot be read, or the helper fails.
 */
export async function registryLogin(
  host: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RegistryLogin> {
  const folder = env["DOCKER_CONFIG"] || join(env["HOME"] ?? homedir(), ".docker");
  const file = join(folder, "config.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw new HostError(`${file}: cannot be read (${error.message})`, { cause: error });
  });
  const { auths, credHelpers, credsStore } = readConfig(text, file);
  // Docker Hub is kept under the address that it once had.
  const names = host === "docker.io" ? ["https://index.docker.io/v1/"] : [host, `https://${host}`];
  const helper = names.flatMap((name) => credHelpers[name] ?? [])[0] ?? credsStore;
  if (helper !== undefined) return await askHelper(helper, names[0]!);
  const kept = names.flatMap((name) => auths[name] ?? [])[0];
  if (kept?.identitytoken) return { serveraddress: host, identitytoken: kept.identitytoken };
  if (!kept?.auth) return {};
  const [, username, password] =
    /^([^:]+):(.*)$/s.exec(Buffer.from(kept.auth, "base64").toString()) ?? [];
  if (username === undefined || password === undefined) {
    throw new HostError(
      `${file}: expected base64 of user:password as "auth" of ${host}, got something else. Write it anew: \`docker login ${host}\``,
    );
  }
  return { serveraddress: host, username, password };
}

function readConfig(text: string, file: string): z.infer<typeof configSchema> {
  try {
    return configSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new HostError(
      `${file}: expected the docker CLI's configuration, got something else: ${(cause as Error).message}`,
      { cause },
    );
  }
}

const answerSchema = z.object({ Username: z.string(), Secret: z.string() });

/** By the protocol of docker-credential-helpers: the host on stdin, JSON on stdout. */
async function askHelper(helper: string, serveraddress: string): Promise<RegistryLogin> {
  const program = `docker-credential-${helper}`;
  const { stdout, failed, shortMessage } = await execa(program, ["get"], {
    input: serveraddress,
    reject: false,
    timeout: 20_000,
  });
  if (failed && stdout.includes("credentials not found")) return {};
  try {
    if (failed) throw new Error(stdout.trim() || shortMessage);
    const { Username: username, Secret: secret } = answerSchema.parse(JSON.parse(stdout));
    // A name that helpers give where the secret is a token.
    if (username === "<token>") return { serveraddress, identitytoken: secret };
    return { serveraddress, username, password: secret };
  } catch (cause) {
    // Of a word that is no answer nothing is told: it may hold the secret.
    const why = failed
      ? (cause as Error).message
      : "its answer was not JSON with Username and Secret";
    throw new HostError(
      `expected credentials for ${serveraddress} from ${program}, which the docker CLI's configuration names, but ${why}. See whether \`docker login ${serveraddress}\` works`,
      { cause: failed ? cause : undefined },
    );
  }
}
