import type { Guess } from "./guess-app.ts";
import { installedBy } from "./installed-by.ts";

/** A folder that is public goes first: what lies above it is not to be asked for. */
const usual = ["public/index.php", "web/index.php", "index.php"];

/** Undefined where the folder, of whose files `has` tells, has no index.php in a place where a web server looks. */
export function guessPhp(has: (name: string) => boolean): Guess | undefined {
  const entry = usual.find(has);
  if (entry === undefined) return undefined;
  const install = has("composer.json") ? "composer.json" : "none";
  return {
    app: { interface: "php", entry, install },
    told: [`php app ${entry}: by its name`, installedBy(install)],
  };
}
