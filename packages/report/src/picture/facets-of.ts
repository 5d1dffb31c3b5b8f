import type { RunHead } from "@stackbench/model";
import type { Facets } from "./picture.ts";

/** What each variant of a run can be chosen by, by its key; only what differs among them. */
export function facetsOf({ variants }: Pick<RunHead, "variants">): (key: string) => Facets {
  const all = new Map(
    variants.map((info) => [
      info.key,
      {
        language: info.language,
        stack: info.stack,
        server: info.server,
        proxy: info.proxy,
        protocol: info.protocol,
      },
    ]),
  );
  const names = Object.keys([...all.values()][0] ?? {});
  const telling = names.filter(
    (name) => new Set([...all.values()].map((facets: Facets) => facets[name])).size > 1,
  );
  return (key) => {
    const facets: Facets = all.get(key) ?? {};
    return Object.fromEntries(
      telling.flatMap((name) => (facets[name] ? [[name, facets[name]]] : [])),
    );
  };
}
