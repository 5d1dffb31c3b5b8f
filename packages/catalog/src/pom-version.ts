/**
 * The version of a framework by a pom.xml: that of the parent or the BOM which is called after it (`spring-boot-starter-parent`,
 * `vertx-stack-depchain`, `quarkus-bom`), for these decide on every artefact of it. What another's BOM decides on stands in no
 * pom.xml, and only the image tells it. Undefined where there is none, or it is written by what is no property of this file.
 */
export function pomVersion(text: string, framework: string): string | undefined {
  const pom = text.replaceAll(/<!--.*?-->/gs, "");
  for (const [, kind, block = ""] of pom.matchAll(/<(parent|dependency)>(.*?)<\/\1>/gs)) {
    const isBom = kind === "parent" || element(block, "type") === "pom";
    if (!isBom || element(block, "artifactId")?.startsWith(`${framework}-`) !== true) continue;
    const version = element(block, "version");
    const property = /^\$\{([\w.-]+)\}$/.exec(version ?? "")?.[1];
    return property === undefined ? version : element(pom, property);
  }
  return undefined;
}

function element(text: string, name: string): string | undefined {
  const escaped = name.replaceAll(".", String.raw`\.`);
  return new RegExp(`<${escaped}>\\s*([^<]*?)\\s*</${escaped}>`).exec(text)?.[1];
}
