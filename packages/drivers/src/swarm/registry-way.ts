import type Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { patience } from "../docker/patience.ts";
import { carryOut } from "../images/carry-out.ts";
import { findImage, untag, type Image } from "../images/ensure.ts";
import type { Registry } from "./registry.ts";
import { registryLogin, type RegistryLogin } from "./registry-login.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Images handed over on a registry: each is pushed once by the engine that has it, and pulled by its digest by whoever needs it. */
export class RegistryWay {
  readonly #from: Docker;
  readonly #registry: Registry;
  readonly #env: Environment;
  /** `repository@sha256:…` by what the image is called where it is built. */
  readonly #pushed = new Map<string, Promise<string>>();
  #login: Promise<RegistryLogin> | undefined;

  constructor(from: Docker, registry: Registry, env: Environment) {
    this.#from = from;
    this.#registry = registry;
    this.#env = env;
  }

  /** Throws HostError, or the signal's reason. */
  async bring(to: Docker, reference: string, signal?: AbortSignal): Promise<Image> {
    const pushing = this.#pushed.get(reference) ?? this.#push(reference, signal);
    this.#pushed.set(reference, pushing);
    pushing.catch(() => this.#pushed.delete(reference));
    const byDigest = await pushing;
    const authconfig = await this.#credentials();
    await this.#told("a node to pull", signal, (end) =>
      carryOut(to, `pull ${byDigest}`, (engine) => engine.pull(byDigest, { authconfig }), end),
    );
    const pulled = await findImage(to, byDigest);
    if (pulled) return pulled;
    throw new HostError(`${byDigest} is not on the node after it pulled it`);
  }

  async #push(reference: string, signal?: AbortSignal): Promise<string> {
    const { repository } = this.#registry;
    const image = await findImage(this.#from, reference);
    if (!image)
      throw new HostError(`expected the image ${reference} where images are built, found none`);
    // The id is a hash of all that the image is: what is under that tag already is the same.
    const tag = image.id.replace("sha256:", "");
    const name = `${repository}:${tag}`;
    await this.#retag(image.id, tag);
    try {
      const authconfig = await this.#credentials();
      await this.#told("the engine that builds images to push", signal, (end) =>
        carryOut(
          this.#from,
          `push ${name}`,
          (engine) => engine.getImage(repository).push({ tag, authconfig }),
          end,
        ),
      );
      const { RepoDigests: digests } = await ask("inspect an image", (abortSignal) =>
        hearing(this.#from, abortSignal).getImage(name).inspect(),
      );
      const digest = digests?.find((one) => one.startsWith(`${repository}@`));
      if (digest !== undefined) return digest;
      throw new HostError(`expected the engine to know the digest of ${name}, which it pushed`);
    } finally {
      // It has its own name there: this one was for the push.
      await untag(this.#from, name);
    }
  }

  async #retag(id: string, tag: string): Promise<void> {
    const { repository: repo } = this.#registry;
    await ask(`name an image for ${repo}`, (abortSignal) =>
      this.#from.getImage(id).tag({ repo, tag, abortSignal }),
    );
  }

  #credentials(): Promise<RegistryLogin> {
    this.#login ??= registryLogin(this.#registry.host, this.#env);
    return this.#login;
  }

  async #told<T>(
    what: string,
    signal: AbortSignal | undefined,
    work: (end: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(patience.pullMs);
    try {
      return await work(AbortSignal.any(signal ? [signal, timeout] : [timeout]));
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof HostError) throw error;
      const { host, repository } = this.#registry;
      const why = error instanceof Error ? error.message : String(error);
      throw new HostError(
        `--registry: expected ${what} at ${repository}, but ${why.trim()}. ${adviceOn(why, host)}`,
        { cause: error },
      );
    }
  }
}

function adviceOn(why: string, host: string): string {
  if (/unauthorized|authentication|denied|basic auth/i.test(why))
    return `Log in: \`docker login ${host}\``;
  if (/HTTP response to HTTPS client/i.test(why)) {
    return `It speaks no TLS: "insecure-registries": ["${host}"] in the daemon.json of every engine lets them use it all the same`;
  }
  if (/x509|certificate/i.test(why)) {
    return `An engine trusts what its machine does, and the authority of /etc/docker/certs.d/${host}/ca.crt: put that one's certificate there, on the machine of every engine (the name in the registry's own has to be ${host.replace(/:\d+$/, "")})`;
  }
  return "Every engine reaches it by this name: see docs/many-machines.md";
}
