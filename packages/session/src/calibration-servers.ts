import type { CalibrationServers } from "@stackbench/calibration";
import type { Driver } from "@stackbench/model";
import { chooseVariants } from "./choose-variants.ts";
import { loadReferenceServers } from "./reference-servers.ts";

/**
 * What generators are calibrated against. Pushed to its limit a generator needs the server that needs the least CPU
 * for an answer: in Docker that is nginx, which answers from its configuration with one worker a CPU; as a local
 * process, where only Node runs, the null server of the reference servers, one process that writes one prebuilt buffer.
 */
export async function calibrationServers(driver: Driver): Promise<CalibrationServers> {
  const servers = await loadReferenceServers();
  if (driver.name === "docker") servers.set("null", (await chooseVariants("nginx:auto"))[0]!);
  return servers;
}
