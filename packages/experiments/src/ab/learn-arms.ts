import { variantKey, type CustomRequest } from "@stackbench/model";
import type { ReadApp } from "@stackbench/session";
import { warn } from "@stackbench/terminal";
import { commonRequest } from "../asked/common-request.ts";
import { requestsOfApp } from "../asked/requests-of-app.ts";
import type { FoundRevisions, RevisionsRequest } from "../revisions/find-revisions.ts";
import { learnApp } from "../shapes/learn-app.ts";

/**
 * Brings each revision of an app as it is up once, and learns its requests, those of the folder as it is now: what holds
 * for both is what every answer is held against. Throws UsageError where one does not come up or does not answer, and
 * where they answer differently.
 */
export async function learnArms(
  { selected, chosen }: Pick<FoundRevisions, "selected" | "chosen">,
  read: ReadApp,
  {
    asked,
    measurement,
  }: Pick<RevisionsRequest, "measurement"> & Required<Pick<RevisionsRequest, "asked">>,
): Promise<CustomRequest[]> {
  const { directory } = read;
  const requests = await requestsOfApp({ ...asked, directory }, read);
  if (read.debug !== undefined) warn(`${read.id} runs in debug mode: ${read.debug}`);
  // The base again is the same as the base.
  const arms = [selected[0]!, selected.at(-1)!];
  const known: CustomRequest[][] = [];
  for (const entry of arms) {
    const { wanted } = asked;
    known.push(await learnApp({ entry, requests, wanted, measurement, chosen, read }));
  }
  const names = arms.map(({ variant }) => variantKey(variant));
  return requests.map(({ name, weight, request: { path } }, index) => {
    const learnt = known.map((all) => all[index]!.request);
    const doubts = known.flatMap((all) => all[index]!.doubts ?? []);
    const [debug] = known.flatMap((all) => all[index]!.debug ?? []);
    return {
      name,
      weight,
      request: commonRequest(path, learnt, names),
      ...(doubts.length > 0 && { doubts }),
      ...(debug !== undefined && { debug }),
    };
  });
}
