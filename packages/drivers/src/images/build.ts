import type Docker from "dockerode";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { carryOut } from "./carry-out.ts";
import { tagOf, type ImageSpec } from "./image-spec.ts";
import { pack } from "./pack.ts";

export interface Built {
  id: string;
  lines: readonly string[];
}

const proxyNames = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
];

export interface BuildDetails {
  /** The spec's own unless told. */
  tag?: string;
  signal?: AbortSignal | undefined;
}

/** Builds and tags. Throws BuildFailure with the end of the log, HostError, or the signal's reason. */
export async function build(
  docker: Docker,
  spec: ImageSpec,
  { tag = tagOf(spec), signal }: BuildDetails = {},
): Promise<Built> {
  const files = [...spec.files, ...((await spec.fetch?.(signal)) ?? [])];
  const options = {
    t: tag,
    dockerfile: spec.dockerfile,
    buildargs: { ...hostProxies(), ...spec.buildArguments },
    rm: true,
    forcerm: true,
  };
  const begin = (engine: Docker) => engine.buildImage(pack(files), options);
  const lines = await carryOut(docker, `build ${tag}`, begin, signal);
  const { Id: id } = await ask("inspect an image", (abortSignal) =>
    hearing(docker, abortSignal).getImage(tag).inspect(),
  );
  return { id, lines };
}

/** Predefined build arguments: they reach the build's commands and stand in no image. */
function hostProxies(): Record<string, string> {
  const found = proxyNames.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}
