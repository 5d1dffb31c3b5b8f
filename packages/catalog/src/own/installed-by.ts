import type { AppFile } from "@stackbench/model";

/** How an app that was found gets its packages, for people. */
export function installedBy(install: AppFile["install"]): string {
  return install === "none" ? "nothing to install" : `installed by ${install}`;
}
