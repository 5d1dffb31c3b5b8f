import { imageName } from "@stackbench/model";
import { findEngine, findImage } from "@stackbench/session";

type FoundImage = NonNullable<Awaited<ReturnType<typeof findImage>>>;

/** An image that the engine has, by name or id; else why there is none, in words. Throws HostError where the engine is silent. */
export async function findNamedImage(
  reference: string,
): Promise<{ image: FoundImage } | { image?: undefined; reason: string }> {
  const engine = await findEngine(process.env);
  if (!engine.docker) return { reason: engine.reason };
  const image = imageName.test(reference) ? await findImage(engine.docker, reference) : undefined;
  return image ? { image } : { reason: "the engine has no such image" };
}

/** What people know an image's id by. */
export function shortId(id: string): string {
  return id.replace(/^sha256:([0-9a-f]{12})[0-9a-f]*$/, "$1");
}
