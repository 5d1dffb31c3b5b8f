import type { Profile } from "@stackbench/model";
import { serve } from "@stackbench/lines";
import { profilerProtocol } from "../protocol.ts";
import { inspect } from "./inspect.ts";
import { recordPython } from "./record-python.ts";
import { askGo } from "./ask-go.ts";

/** Samples an app from now on; gives what ends it. */
export type Take = (rootPid: number) => Promise<() => Promise<Profile>>;

/** By runtime. What has none is refused before anything starts: see the traits of the drivers. */
const takes: Partial<Record<string, Take>> = { node: inspect, python: recordPython, go: askGo };

let end: (() => Promise<Profile>) | undefined;

await serve(profilerProtocol, {
  begin: async ({ runtime, rootPid }) => {
    const take = takes[runtime];
    if (!take)
      throw new Error(`expected an app on one of ${Object.keys(takes).join(", ")}, got ${runtime}`);
    end = await take(rootPid);
  },
  end: async () => {
    if (!end) throw new Error("expected a profile that has begun, got none");
    return await end();
  },
});
