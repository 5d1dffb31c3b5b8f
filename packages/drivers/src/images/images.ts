import type Docker from "dockerode";
import {
  HostError,
  StackFailure,
  type PrepareNeed,
  type Stack,
  type AgentEntries,
} from "@stackbench/model";
import type { BaseName } from "./base-names.ts";
import { Bases, type BaseSource } from "./bases.ts";
import { BuildFailure } from "./follow.ts";
import { ensureImage, findImage, type Image } from "./ensure.ts";
import { handedOn } from "./handed-on.ts";
import { harnessBase, harnessFiles, proxyImages, type HarnessImage } from "./harness-image.ts";
import { describeLeftOut, type LeftOut } from "./left-out.ts";
import { tagOf, type ImageSpec } from "./image-spec.ts";
import { stackSources } from "./stack-image.ts";

export interface ImagesOptions {
  docker: Docker;
  /** Absolute. */
  repositoryRoot: string;
  /** Absolute path of each program. */
  agentEntries: Readonly<AgentEntries>;
  /** Debian's packages of the generators that come from there. */
  generatorPackages: readonly string[];
}

type Report = (message: string) => void;
type Sources = Omit<ImageSpec, "baseIds"> & { bases: readonly BaseName[]; leftOut?: LeftOut[] };

/** A stack's image, and what of its folder is not in it. */
export interface StackImage extends Image {
  leftOut: readonly LeftOut[];
}

/** Every image that sittings need: found by content, built where absent. Each is looked for once. */
export class Images {
  readonly #options: ImagesOptions;
  readonly #bases: Bases;
  readonly #harness = new Map<HarnessImage, Promise<Image>>();
  /** Two versions of one stack may be compared: neither may go for the other's sake. */
  readonly #inUse = new Set<string>();

  constructor(options: ImagesOptions) {
    this.#options = options;
    this.#bases = new Bases(options.docker, options.repositoryRoot);
  }

  source(report: Report, signal?: AbortSignal): Promise<BaseSource> {
    return this.#bases.source(report, signal);
  }

  ensureBase(name: BaseName, report: Report, signal?: AbortSignal): Promise<Image> {
    return this.#bases.ensure(name, report, signal);
  }

  /** Throws StackFailure (stage `image`, the end of the build log), HostError, or the signal's reason. */
  async ensureStack(stack: Stack, report: Report, signal?: AbortSignal): Promise<StackImage> {
    if (stack.origin?.from === "image") {
      return { ...(await this.#named(stack.origin.reference)), leftOut: [] };
    }
    const sources = await stackSources(stack, this.#options.repositoryRoot);
    const { leftOut } = sources;
    try {
      return { ...(await this.#ensureFrom(sources, report, signal)), leftOut };
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      const absent = describeLeftOut(leftOut);
      const note = absent === undefined ? "" : `; ${absent}`;
      const message = `its image did not build: ${error.message.trim()}${note}`;
      throw new StackFailure("image", message, error.lines, { cause: error });
    }
  }

  /** Throws HostError: the harness's own images do not fail for a stack's sake. */
  async ensureHarness(name: HarnessImage, report: Report, signal?: AbortSignal): Promise<Image> {
    const known = this.#harness.get(name);
    if (known) return await known;
    const making = this.#makeHarness(name, report, signal);
    this.#harness.set(name, making);
    making.catch(() => this.#harness.delete(name));
    return await making;
  }

  /** Names of the images that are absent, without building or asking a registry. */
  async missing(stacks: readonly Stack[], need: PrepareNeed): Promise<string[]> {
    const sources = [
      ...stacks
        .filter((stack) => stack.origin?.from !== "image")
        .map((stack) => stackSources(stack, this.#options.repositoryRoot)),
      ...[...harnessFor(need).values()].map((name) => this.#harnessSources(name)),
    ];
    const missing = (await Promise.all(sources)).map(async (source) =>
      (await this.#findFrom(source)) === undefined ? [source.name] : [],
    );
    return (await Promise.all(missing)).flat();
  }

  async #named(reference: string): Promise<Image> {
    const image = await findImage(this.#options.docker, reference);
    if (image) return image;
    throw new StackFailure("image", `expected the image ${reference} on the engine, found none`);
  }

  async #makeHarness(name: HarnessImage, report: Report, signal?: AbortSignal): Promise<Image> {
    try {
      return await this.#ensureFrom(await this.#harnessSources(name), report, signal);
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      const log = error.lines.join("\n");
      throw new HostError(`The image ${name} could not be built:\n${log}`, { cause: error });
    }
  }

  async #harnessSources(name: HarnessImage): Promise<Sources> {
    const files = await harnessFiles(name, this.#options.agentEntries);
    const bases = [harnessBase[name]];
    const buildArguments =
      name === "load" ? { GENERATOR_PACKAGES: this.#options.generatorPackages.join(" ") } : {};
    return { name, files, dockerfile: "Dockerfile", bases, buildArguments };
  }

  async #ensureFrom(sources: Sources, report: Report, signal?: AbortSignal): Promise<Image> {
    const bases = new Map<BaseName, Image>();
    // One after the other: they stand on each other, and a build fills the machine.
    for (const name of sources.bases)
      bases.set(name, await this.#bases.ensure(name, report, signal));
    const note = describeLeftOut(sources.leftOut ?? []);
    const details = { inUse: this.#inUse, note, signal };
    return await ensureImage(this.#options.docker, specFrom(sources, bases), report, details);
  }

  async #findFrom(sources: Sources): Promise<Image | undefined> {
    const bases = new Map<BaseName, Image>();
    for (const name of sources.bases) {
      const base = await this.#bases.find(name);
      if (!base) return undefined;
      bases.set(name, base);
    }
    return await findImage(this.#options.docker, tagOf(specFrom(sources, bases)));
  }
}

function specFrom(sources: Sources, bases: ReadonlyMap<BaseName, Image>): ImageSpec {
  const { bases: _, leftOut: __, ...rest } = sources;
  const buildArguments = {
    ...sources.buildArguments,
    ...Object.fromEntries([...bases].map(([name, image]) => [name, image.reference])),
    ...Object.fromEntries(handedOn(sources, [...bases.values()])),
  };
  return { ...rest, buildArguments, baseIds: [...bases.values()].map(({ id }) => id) };
}

/** The harness's images that a need comes to, by what they are for. */
export function harnessFor({
  services,
  proxy = "none",
  isProfiled = false,
}: PrepareNeed): Map<"load" | "database" | "profiler" | "proxy", HarnessImage> {
  return new Map([
    ["load", "load"],
    ...(services.includes("database") ? ([["database", "database"]] as const) : []),
    ...(isProfiled ? ([["profiler", "profiler"]] as const) : []),
    ...(proxy === "none" ? [] : ([["proxy", proxyImages[proxy]]] as const)),
  ]);
}
