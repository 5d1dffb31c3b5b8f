import type { Redirects } from "@stackbench/contract";
import { UsageError } from "@stackbench/model";
import type { CommandInput } from "@stackbench/terminal";

/** What `--follow` and `--no-follow` say. Throws UsageError for both. */
export function readRedirects(switches: CommandInput["switches"]): Redirects {
  if (switches.has("follow") && switches.has("no-follow")) {
    throw new UsageError("--follow: expected it or --no-follow, got both");
  }
  if (switches.has("no-follow")) return "measure";
  return switches.has("follow") ? "follow" : "refuse";
}
