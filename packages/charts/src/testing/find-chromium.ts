import { existsSync } from "node:fs";

/** Where a Chromium is installed; undefined where none is. */
export function findChromium(): string | undefined {
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
    existsSync(path),
  );
}
