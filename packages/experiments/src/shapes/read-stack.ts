import type { Stack } from "@stackbench/model";
import {
  appStack,
  readOwnShapes,
  repositoryRoot,
  type OwnShapes,
  type ReadApp,
} from "@stackbench/session";
import { readOwnApp, type AskedApp } from "./read-own-app.ts";

/** An app of one's own in all shapes of its interface. Throws UsageError. */
export async function readStack(
  asked: AskedApp,
): Promise<{ read: ReadApp; own: OwnShapes; stack: Stack }> {
  const read = await readOwnApp(asked);
  const own = await readOwnShapes(repositoryRoot, read.app.interface);
  return { read, own, stack: appStack(read, own) };
}
