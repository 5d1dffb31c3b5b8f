import { addAbortSignal, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { extract } from "tar-stream";
import { ask, isMissing } from "./ask.ts";
import { confined, harnessTasks } from "./confinement.ts";
import { labelsFor, type CreatedFor } from "./labels.ts";

/**
 * A text file of an image, read without starting anything of it; undefined where there is none by that absolute
 * path. Throws HostError where the engine stops answering.
 */
export async function readImageFile(
  docker: Docker,
  image: string,
  path: string,
  createdFor: CreatedFor,
): Promise<string | undefined> {
  const container = await ask("create a container to read from", (abortSignal) =>
    docker.createContainer({
      Image: image,
      Labels: labelsFor(createdFor, "probe"),
      Entrypoint: ["true"],
      HostConfig: { NetworkMode: "none", ...confined(harnessTasks) },
      abortSignal,
    }),
  );
  try {
    const archive = await ask(`read ${path}`, (abortSignal) =>
      container.getArchive({ path, abortSignal }),
    );
    return await ask(`read ${path}`, (abortSignal) => firstFile(archive, abortSignal));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  } finally {
    await ask("remove a container", (abortSignal) =>
      container.remove({ force: true, v: true, abortSignal }),
    );
  }
}

async function firstFile(
  archive: NodeJS.ReadableStream,
  abortSignal: AbortSignal,
): Promise<string> {
  const entries = extract();
  addAbortSignal(abortSignal, archive as Readable);
  archive.on("error", (error) => entries.destroy(error)).pipe(entries);
  for await (const entry of entries) return await text(entry);
  throw new HostError("expected a file in the archive that Docker gave, got none");
}
