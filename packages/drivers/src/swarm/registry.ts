import { UsageError } from "@stackbench/model";

/** A place on a registry of the person's where images of the harness are handed over. */
export interface Registry {
  /** As credentials are kept under: `registry.example:5000`. */
  host: string;
  /** One for all images, which share most of their layers: `registry.example:5000/bench/stackbench`. */
  repository: string;
}

/** What `--registry` names. Throws UsageError. */
export function readRegistry(text: string): Registry {
  const parts = text.split("/");
  const [host = "", ...path] = parts;
  // By the rule of the docker CLI: any other first word would be taken for a name on Docker Hub.
  const isHost = /^[\w-]+(\.[\w-]+)*(:\d+)?$/.test(host) && /[.:]|^localhost$/.test(host);
  const isPath = path.every((word) => /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/.test(word));
  if (isHost && isPath) return { host, repository: [...parts, "stackbench"].join("/") };
  throw new UsageError(
    `--registry: expected host:port/prefix such as registry.example:5000/bench, the prefix in small letters; got "${text}"`,
  );
}
