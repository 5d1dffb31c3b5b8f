/** Up to where packages are installed: of several such folders in a path the innermost. */
const installed =
  /^.*\/(?:node_modules|site-packages|dist-packages|pkg\/mod)\/|^.*\/lib\/python[\d.]+\//;

/** A source's path without where it is installed: `node:internal/timers`, `fastify/lib/route.js`, `src/server.ts`. */
export function placeOf(file: string): string {
  const path = file.replace(/^file:\/\//, "");
  // Of a path of no package what is left is unlike others by its last parts.
  return installed.test(path)
    ? path.replace(installed, "")
    : path.startsWith("/")
      ? path.split("/").slice(-3).join("/")
      : path;
}
