import type { Stack } from "@stackbench/model";
import {
  appStack,
  readApp,
  readOwnShapes,
  repositoryRoot,
  type OwnShapes,
  type ReadApp,
} from "@stackbench/session";

/** An app as it is, asked at `path` where that is given, in all shapes of its interface. Throws UsageError. */
export async function readStack(
  directory: string,
  path?: string,
): Promise<{ read: ReadApp; own: OwnShapes; stack: Stack }> {
  const found = await readApp(directory);
  const read = path === undefined ? found : { ...found, app: { ...found.app, path } };
  const own = await readOwnShapes(repositoryRoot, read.app.interface);
  return { read, own, stack: appStack(read, own) };
}
