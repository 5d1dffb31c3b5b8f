/** One file of a build context. `path` is relative to the context, with `/`. */
export type ContextFile =
  | { kind: "bytes"; path: string; executable: boolean; bytes: Buffer }
  | { kind: "link"; path: string; target: string };

export function textFile(path: string, text: string): ContextFile {
  return { kind: "bytes", path, executable: false, bytes: Buffer.from(text) };
}
