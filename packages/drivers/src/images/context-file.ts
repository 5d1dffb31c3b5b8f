/** One file of a build context. `path` is relative to the context, with `/`. */
export type ContextFile =
  | { kind: "bytes"; path: string; executable: boolean; bytes: Buffer }
  | { kind: "link"; path: string; target: string }
  /** An empty one, which programs may want to write into; others are there by what is in them. */
  | { kind: "folder"; path: string };

export function bytesFile(path: string, bytes: Uint8Array): ContextFile {
  return { kind: "bytes", path, executable: false, bytes: Buffer.from(bytes) };
}

export function textFile(path: string, text: string): ContextFile {
  return bytesFile(path, Buffer.from(text));
}
