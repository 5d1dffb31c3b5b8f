import type { ProfileFrame } from "@stackbench/model";

/**
 * What a function is part of: `fastify`, `gunicorn`, `net/http`; `Node's own modules`, `Python's library`, `native code` of
 * a runtime; `the app` for all else. What a profiler puts into brackets it names itself: `(garbage collector)`.
 */
export function libraryOf({ name, file }: ProfileFrame): string {
  if (file === "") return /^\(.*\)$/.test(name) && name !== "(anonymous)" ? name : "native code";
  if (file.startsWith("node:")) return "Node's own modules";
  // Go tells it by the name: `net/http.(*conn).serve`.
  if (/\.(?:go|s)$/.test(file)) return goPackage(name, file);
  const [, script] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (script !== undefined) return script;
  const [, module] = /(?:^|\/)(?:site|dist)-packages\/([^/]+?)(?:\.py)?(?:\/|$)/.exec(file) ?? [];
  if (module !== undefined) return module;
  // py-spy cuts the folders off that Python itself looks for modules in.
  if (/\/lib\/python[\d.]+\/|^<frozen /.test(file)) return "Python's library";
  if (file.endsWith(".py") && !file.startsWith("/")) {
    const [first = file] = file.split("/");
    return file.includes("/") ? first : first.replace(/\.py$/, "");
  }
  return "the app";
}

function goPackage(name: string, file: string): string {
  const slash = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", slash);
  // Some of what is written in assembly has no package in its name.
  const found = dot < 0 ? file.slice(0, Math.max(0, file.lastIndexOf("/"))) : name.slice(0, dot);
  return found === "main" ? "the app" : found;
}
