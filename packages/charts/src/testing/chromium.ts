import { existsSync } from "node:fs";

/** Where Chromium is on this machine; undefined where it is not, which CI does not allow. */
export const executablePath = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));
if (executablePath === undefined && process.env["CI"] !== undefined) {
  throw new Error("expected Chromium in CI: install Debian's chromium");
}
