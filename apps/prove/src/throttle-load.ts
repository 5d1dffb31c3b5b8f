import { findEngine } from "@stackbench/session";
import { HostError } from "@stackbench/model";

/** As the Docker driver labels all that it creates. */
const labels = { run: "stackbench.run", service: "stackbench.service" };
const periodUs = 100_000;

/** Gives the load containers of a run a CPU quota, as a share of one CPU. Throws HostError where there is none. */
export async function throttleLoad(runId: string, cpuShare: number): Promise<void> {
  const { docker } = await findEngine(process.env);
  const filters = { label: [`${labels.run}=${runId}`, `${labels.service}=load`] };
  const found = (await docker?.listContainers({ filters })) ?? [];
  if (!docker || found.length === 0) {
    throw new HostError(`expected a load container of run ${runId}, got none`);
  }
  for (const { Id } of found) {
    const quota = { CpuPeriod: periodUs, CpuQuota: Math.round(cpuShare * periodUs) };
    await docker.getContainer(Id).update(quota);
  }
}
