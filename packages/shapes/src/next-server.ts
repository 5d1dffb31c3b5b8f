/** Where Next.js puts its server by `output: "standalone"`, from the app's folder. */
export const nextServer = ".next/standalone/server.js";

/** Of an app in a repository of several the server lies deeper. */
export function isNextServer(entry: string): boolean {
  return /^(.+\/)?\.next\/standalone\/(.+\/)?server\.js$/.test(entry);
}
