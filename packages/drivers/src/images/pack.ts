import type { Readable } from "node:stream";
import { pack as tarPack } from "tar-stream";
import type { ContextFile } from "./context-file.ts";

/** The files as a tar stream: no owners, no times, so that the engine's cache sees content only. */
export function pack(files: readonly ContextFile[]): Readable {
  const tar = tarPack();
  const mtime = new Date(0);
  for (const file of files) {
    if (file.kind === "link") {
      tar.entry({ name: file.path, type: "symlink", linkname: file.target, mtime });
    } else if (file.kind === "folder") {
      tar.entry({ name: file.path, type: "directory", mode: 0o755, mtime });
    } else {
      tar.entry({ name: file.path, mode: file.executable ? 0o755 : 0o644, mtime }, file.bytes);
    }
  }
  tar.finalize();
  return tar as unknown as Readable;
}
