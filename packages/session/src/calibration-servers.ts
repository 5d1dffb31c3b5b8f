import type { CalibrationServers } from "@stackbench/calibration";
import type { Driver } from "@stackbench/model";
import { chooseVariants } from "./choose-variants.ts";
import { loadReferenceServers } from "./reference-servers.ts";

/**
 * What generators are calibrated against. Pushed to its limit a generator needs the server that needs the least CPU
 * for an answer: that is nginx, which answers from its configuration with one worker a CPU; for a driver that cannot
 * bring it up the null server of the reference servers, one process that writes one prebuilt buffer.
 */
export async function calibrationServers(driver: Driver): Promise<CalibrationServers> {
  const servers = await loadReferenceServers();
  const [plain, overTls] = await chooseVariants("nginx:auto,nginx:auto-tls");
  if (driver.refuses(plain!.stack, plain!.variant) === undefined) {
    servers.set("null", plain!).set("null-tls", overTls!);
  }
  return servers;
}
