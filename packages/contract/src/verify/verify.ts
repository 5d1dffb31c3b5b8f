import type { Verification, VerifyRequest, WorkloadId } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import type { Check, CheckContext } from "./check.ts";
import { createClient } from "./client.ts";
import type { AskingClient, Client } from "./client.ts";
import { Examiner } from "./examiner.ts";
import { createHttp2Client } from "./http2-client.ts";
import { openItemTable } from "./item-table.ts";
import type { ItemTable } from "./item-table.ts";
import { answeredItemChecks } from "./items/answered-checks.ts";
import { itemChecks, keepingTable } from "./items/item-checks.ts";
import { hashSortChecks, lookupChecks, reportChecks } from "./verify-computing.ts";
import { customCheck, customMs } from "./verify-custom.ts";
import { parametrisedCheck, parametrisedMs } from "./verify-parametrised.ts";
import { helloChecks } from "./verify-plain.ts";
import { renderNameChecks, renderTableChecks } from "./verify-render.ts";
import { healthzCheck, routingCheck } from "./verify-routing.ts";
import { transportChecks } from "./verify-transport.ts";
import { upstreamChecks } from "./verify-upstream.ts";

/** What is not answered in time is a difference. */
interface VerifyLimits {
  /** Longest wait for one answer. */
  requestMs: number;
  /** Longest verification, but for its looks into the database. */
  totalMs: number;
}

const defaultLimits: VerifyLimits = { requestMs: 15_000, totalMs: 45_000 };
/** More differences than these tell nothing new. */
const keptDifferences = 100;

const checksOf: Record<WorkloadId, readonly Check[]> = {
  hello: helloChecks,
  "hash-sort": hashSortChecks,
  items: itemChecks,
  "render-name": renderNameChecks,
  "render-table": renderTableChecks,
  lookup: lookupChecks,
  upstream: upstreamChecks,
  report: reportChecks,
};

/**
 * Asks a server everything that the contract says about the workloads, with inputs drawn from the
 * seed. Checks run beside each other; differences come in the order of the checks.
 * Ends soon after the limits, whatever the server does.
 * Throws DatabaseError where `items` is asked for and its table cannot be looked into.
 */
export async function verify(
  request: VerifyRequest,
  limits = defaultLimits,
): Promise<Verification> {
  const { workloads, parametrised = [], customRequests, keepAlive, seed, databaseUrl } = request;
  const deadline = performance.now() + limits.totalMs + customMs(customRequests);
  const client = createClient(request, deadline, limits.requestMs, keepAlive);
  if (customRequests) {
    const own = [customCheck(customRequests)];
    const over1 = await runAll(own, client, seed, undefined);
    if (!request.http2) return over1;
    using other = createHttp2Client(request, deadline, limits.requestMs);
    return joined([over1, overHttp2(await runAll(own, other, seed, undefined))]);
  }
  await using table =
    databaseUrl !== undefined && workloads.includes("items")
      ? openItemTable(databaseUrl)
      : undefined;

  const start = await runAll([healthzCheck], client, seed, undefined);
  if (start.differences.length > 0) return start;

  const checks = [
    routingCheck(workloads),
    ...workloads.flatMap((workload) =>
      workload === "items" && !table ? answeredItemChecks : checksOf[workload],
    ),
    ...transportChecks(workloads),
  ];
  const main = table
    ? await runKeeping(table, checks, client, seed)
    : await runAll(checks, client, seed, table);
  const end = await runAll([healthzCheck], client, seed, table);
  // By themselves, for they may keep both sides busy for long; and not at all where the server is wrong anyway.
  const isWrong = [main, end].some(({ differences }) => differences.length > 0);
  const patient = createClient(request, performance.now() + parametrisedMs, parametrisedMs);
  const asked = isWrong ? [] : parametrised.map(parametrisedCheck);
  const own = await runAll(asked, patient, seed, table);
  const asHttp2 = isWrong || !request.http2 ? [] : [await verifyHttp2(request, limits)];
  return joined([start, main, end, own, ...asHttp2]);
}

/** The same workloads over HTTP/2, but for `items`: what is measured over it is one request, over and over. */
async function verifyHttp2(
  request: VerifyRequest,
  { requestMs, totalMs }: VerifyLimits,
): Promise<Verification> {
  const { workloads, parametrised = [], seed } = request;
  const asked = workloads.filter((workload) => workload !== "items");
  const checks = [
    healthzCheck,
    routingCheck(asked),
    ...asked.flatMap((workload) => checksOf[workload]),
  ];
  using client = createHttp2Client(request, performance.now() + totalMs, requestMs);
  const main = await runAll(checks, client, seed, undefined);
  using patient = createHttp2Client(request, performance.now() + parametrisedMs, parametrisedMs);
  const own = await runAll(parametrised.map(parametrisedCheck), patient, seed, undefined);
  return overHttp2(joined([main, own]));
}

function overHttp2({ checks, differences }: Verification): Verification {
  return {
    checks,
    differences: differences.map((one) => ({ ...one, request: `${one.request} over HTTP/2` })),
  };
}

async function runKeeping(
  table: ItemTable,
  checks: readonly Check[],
  client: Client,
  seed: number,
): Promise<Verification> {
  const keeper = new Examiner("items", client);
  let verification: Verification = { checks: 0, differences: [] };
  await keepingTable(keeper, table, async () => {
    verification = await runAll(checks, client, seed, table);
  });
  return joined([verification, keeper]);
}

async function runAll(
  checks: readonly Check[],
  client: Client | AskingClient,
  seed: number,
  table: ItemTable | undefined,
): Promise<Verification> {
  const examiners = checks.map(({ workload }) => new Examiner(workload, client));
  await Promise.all(
    checks.map((check, index) => {
      const context: CheckContext = { random: seededRandom(seed + index * 7919), table };
      return check.run(examiners[index]!, context);
    }),
  );
  return joined(examiners);
}

function joined(parts: readonly Verification[]): Verification {
  return {
    checks: parts.reduce((sum, part) => sum + part.checks, 0),
    differences: parts.flatMap(({ differences }) => differences).slice(0, keptDifferences),
  };
}
