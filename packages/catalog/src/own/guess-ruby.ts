import type { Guess } from "./guess-app.ts";
import { installedBy } from "./installed-by.ts";

const rackup = "config.ru";

/** Undefined where the folder, of whose files `has` tells, has no config.ru: what every server of Rack apps looks for. */
export function guessRuby(has: (name: string) => boolean): Guess | undefined {
  if (!has(rackup)) return undefined;
  const install = has("Gemfile") ? "Gemfile" : "none";
  return {
    app: { interface: "rack", entry: rackup, install },
    told: [`rack app ${rackup}: by its name`, installedBy(install)],
  };
}
