import { imageName, UsageError } from "@stackbench/model";
import { onlyPort, readApp, readImageApp, type ReadApp } from "@stackbench/session";
import { findNamedImage, shortId } from "../find-image.ts";

/** What it is called where it is said what it needs. */
export const ownApp = "an app as it is";

/** Which app, as given. */
export interface AskedApp {
  /** Absolute. Absent for an image without one. */
  directory: string | undefined;
  /** An image that is the app. */
  image: string | undefined;
  /** What goes before the app's own. */
  path: string | undefined;
  port: number | undefined;
}

/**
 * An app as its folder, its `stackbench.json` or its image says, and as the command line does. Throws UsageError for an app
 * that is none, and for an image that the engine does not have.
 */
export async function readOwnApp(asked: AskedApp): Promise<ReadApp> {
  const { directory, image, path, port } = asked;
  if (image !== undefined && !imageName.test(image)) {
    throw new UsageError(
      `--image: expected the name of an image, such as my-app:1; got "${image}"`,
    );
  }
  const read =
    image === undefined ? await readApp(named(directory)) : await readImageApp(image, directory);
  const app = {
    ...read.app,
    ...(path !== undefined && { path }),
    ...(port !== undefined && { port }),
  };
  return await withImage({ ...read, app, ...(port !== undefined && { port }) });
}

function named(directory: string | undefined): string {
  if (directory !== undefined) return directory;
  throw new UsageError("expected the folder of an app, or an image that is one; got neither");
}

/** Its image is one and the same from here on, whatever gets its name meanwhile. */
async function withImage(read: ReadApp): Promise<ReadApp> {
  const { image: reference } = read.app;
  if (reference === undefined) return read;
  const found = await findNamedImage(reference);
  if (!found.image) {
    throw new UsageError(
      `expected an image of the engine, got "${reference}": ${found.reason}. docker build or docker load it first: none is pulled`,
    );
  }
  const { id, exposed } = found.image;
  const told = [...read.told, `it is ${shortId(id)}`];
  if (read.port !== undefined) return { ...read, told, imageId: id };
  const port = onlyPort(exposed);
  if (port === undefined) return { ...read, told, imageId: id };
  told.push(`listens on ${port}, as its EXPOSE says`);
  return { ...read, told, imageId: id, port };
}
