import type Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { patience } from "../docker/patience.ts";
import { baseNames, officialBases, type BaseName } from "./base-names.ts";
import { build, type Built } from "./build.ts";
import { carryOut } from "./carry-out.ts";
import { textFile } from "./context-file.ts";
import { debianSuite, importDebian } from "./debootstrap.ts";
import { ensureImage, findImage, retag, type Image } from "./ensure.ts";
import { BuildFailure } from "./follow.ts";
import { hostCertificates } from "./host-certificates.ts";
import { imagePrefix, tagOf, type ImageSpec } from "./image-spec.ts";
import { listFiles } from "./list-files.ts";
import { nodeSources } from "./node-sources.ts";
import { recipeFolder } from "./recipe-folder.ts";

export type BaseSource = "official" | "debootstrap";
type Report = (message: string) => void;

const registryPatienceMs = 10_000;
const rootReference = `${imagePrefix}debian-root:${debianSuite}`;
const recipes = {
  DEBIAN_IMAGE: "debian",
  NODE_IMAGE: "node",
  PYTHON_IMAGE: "python",
  GO_IMAGE: "go",
  RUST_IMAGE: "rust",
  NGINX_IMAGE: "nginx",
  POSTGRES_IMAGE: "postgres",
} as const satisfies Record<BaseName, string>;

/** The base images: official ones where they are or can be had, else made here. Decided once. */
export class Bases {
  readonly #docker: Docker;
  readonly #repositoryRoot: string;
  #decided: Promise<BaseSource> | undefined;
  readonly #underWay = new Map<BaseName, Promise<Image>>();

  constructor(docker: Docker, repositoryRoot: string) {
    this.#docker = docker;
    this.#repositoryRoot = repositoryRoot;
  }

  /** Where bases come from; asks the engine to ask the registry only where nothing local tells. */
  source(report: Report, signal?: AbortSignal): Promise<BaseSource> {
    this.#decided ??= this.#decide(report, signal);
    return this.#decided;
  }

  /** What local images tell; undefined where only the registry could. */
  async localSource(): Promise<BaseSource | undefined> {
    if (this.#decided) return await this.#decided;
    if (await findImage(this.#docker, rootReference)) return "debootstrap";
    const found = baseNames.map((name) => findImage(this.#docker, officialBases[name]));
    return (await Promise.all(found)).every(Boolean) ? "official" : undefined;
  }

  async #decide(report: Report, signal?: AbortSignal): Promise<BaseSource> {
    const local = await this.localSource();
    if (local) return local;
    report("Asking the image registry for the official base images");
    try {
      const reference = officialBases.DEBIAN_IMAGE;
      await ask(
        "ask the registry",
        (abortSignal) => hearing(this.#docker, abortSignal).getImage(reference).distribution(),
        { timeoutMs: registryPatienceMs, signal },
      );
      return "official";
    } catch {
      signal?.throwIfAborted();
      // No route, no name, no answer in time, or it will not serve us: all the same here.
      report("No image registry answers: making the base images here");
      return "debootstrap";
    }
  }

  /** The base, pulled or made where it is absent. Throws HostError. */
  async ensure(name: BaseName, report: Report, signal?: AbortSignal): Promise<Image> {
    const known = this.#underWay.get(name);
    if (known) return await known;
    const making = this.source(report, signal).then((source) =>
      source === "official" ? this.#pull(name, report, signal) : this.#make(name, report, signal),
    );
    this.#underWay.set(name, making);
    making.catch(() => this.#underWay.delete(name));
    return await making;
  }

  /** The base if it is there already; undefined, without any effort, where it is not. */
  async find(name: BaseName): Promise<Image | undefined> {
    const source = await this.localSource();
    if (source === undefined) return undefined;
    if (source === "official") return await findImage(this.#docker, officialBases[name]);
    const spec = await this.#findSpec(name);
    return spec && (await findImage(this.#docker, tagOf(spec)));
  }

  async #pull(name: BaseName, report: Report, signal?: AbortSignal): Promise<Image> {
    const reference = officialBases[name];
    const present = await findImage(this.#docker, reference);
    if (present) return present;
    report(`Pulling ${reference}`);
    try {
      const timeout = AbortSignal.timeout(patience.pullMs);
      const end = AbortSignal.any(signal ? [signal, timeout] : [timeout]);
      await carryOut(this.#docker, `pull ${reference}`, (engine) => engine.pull(reference), end);
      const pulled = await findImage(this.#docker, reference);
      if (pulled) return pulled;
      throw new BuildFailure("it is not there after the pull", []);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof HostError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new HostError(
        `The official image ${reference} could not be pulled: ${why}. Pull it by hand (docker pull ${reference}) to see why, or load it into the engine (docker load).`,
        { cause: error },
      );
    }
  }

  async #make(name: BaseName, report: Report, signal?: AbortSignal): Promise<Image> {
    const debian =
      name === "DEBIAN_IMAGE"
        ? await this.#root(report, signal)
        : await this.ensure("DEBIAN_IMAGE", report, signal);
    const spec = await this.#specOn(name, debian);
    try {
      return await ensureImage(this.#docker, spec, report, {
        finish: (built, unfinished) => this.#tellVersions(spec, built, unfinished, signal),
        signal,
      });
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      throw new HostError(
        [
          `The base image ${spec.name} could not be made: ${error.message}. It is built from Debian's packages: see whether this machine reaches a mirror (apt-get update). The end of the build:`,
          ...error.lines.slice(-8),
        ].join("\n"),
        { cause: error },
      );
    }
  }

  async #root(report: Report, signal?: AbortSignal): Promise<Image> {
    const present = await findImage(this.#docker, rootReference);
    if (present) return present;
    await importDebian(this.#docker, rootReference, report, signal);
    const image = await findImage(this.#docker, rootReference);
    if (!image) throw new HostError("The Debian base is not there after its import.");
    return image;
  }

  async #findSpec(name: BaseName): Promise<ImageSpec | undefined> {
    const below =
      name === "DEBIAN_IMAGE"
        ? await findImage(this.#docker, rootReference)
        : await this.find("DEBIAN_IMAGE");
    return below && (await this.#specOn(name, below));
  }

  async #specOn(name: BaseName, below: Image): Promise<ImageSpec> {
    const recipe = recipes[name];
    const files = await listFiles(recipeFolder(`base-${recipe}`), "");
    const spec = { name: recipe, dockerfile: "Dockerfile", baseIds: [below.id] };
    if (name === "DEBIAN_IMAGE") {
      const buildArguments = { ROOT_IMAGE: below.reference };
      return { ...spec, files: [...files, ...(await hostCertificates())], buildArguments };
    }
    const buildArguments = { DEBIAN_IMAGE: below.reference };
    if (name !== "NODE_IMAGE") return { ...spec, files, buildArguments };
    const node = await nodeSources(this.#repositoryRoot);
    return {
      ...spec,
      files,
      buildArguments: { ...buildArguments, ...node.buildArguments },
      fetch: node.fetch,
    };
  }

  /** Official images tell their version in the environment; so do these, once it is known. */
  async #tellVersions(
    spec: ImageSpec,
    { lines }: Built,
    unfinished: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const told = lines.flatMap((line) => /^stackbench-version (\w+=\S+)$/.exec(line)?.[1] ?? []);
    if (told.length === 0) return await retag(this.#docker, unfinished, tagOf(spec));
    const text = `FROM ${unfinished}\nENV ${told.join(" ")}\n`;
    await build(
      this.#docker,
      { ...spec, files: [textFile("Dockerfile", text)], buildArguments: {}, baseIds: [] },
      { tag: tagOf(spec), signal },
    );
  }
}
