import {
  sourcesOf,
  variantKey,
  type CustomRequest,
  type RunRecord,
  type Selected,
  type Stack,
} from "@stackbench/model";
import {
  chooseDriver,
  findSized,
  requireDocker,
  type OwnShapes,
  type ReadApp,
} from "@stackbench/session";
import { say } from "@stackbench/terminal";
import { requestsOfApp } from "../asked/requests-of-app.ts";
import { unlearnt } from "../asked/unlearnt.ts";
import { closing } from "../find-stacks.ts";
import type { Found } from "../kind.ts";
import { chooseAppVariants } from "./choose-app-variants.ts";
import { describeApp } from "./describe-app.ts";
import { detailsSchema } from "./details.ts";
import type { ShapesRequest } from "./kind.ts";
import { learnApp } from "./learn-app.ts";
import { otherWays } from "./other-ways.ts";
import { ownApp } from "./read-own-app.ts";
import { readStack } from "./read-stack.ts";

export interface FoundApp extends Found {
  read: ReadApp;
  /** `stack:variant` of the one that all others are compared with. */
  plainest: string;
  customRequests: CustomRequest[];
}

/**
 * An app in the shapes that are asked for, and the requests that are asked of it, learnt in each way to serve it unless
 * nothing is to be measured. Throws UsageError for an app that is none, does not come up, or does not answer.
 */
export async function findApp(request: ShapesRequest): Promise<FoundApp> {
  const { measurement, isDryRun, isInit, wanted } = request;
  const { cpus } = measurement;
  const { stack, own, read } = await readStack(request);
  const { directory } = request;
  const asked = await requestsOfApp(request, read);
  const selected = chooseAppVariants(stack, own, request, cpus.server.length);
  const { plain } = selected;
  const told = describeApp(read, shapesOf(stack, own), selected.all, asked, cpus.server.length);
  for (const line of told) say(line);
  // Whoever only has the file written needs no engine.
  const chosen = await (isInit ? chooseDriver("process") : requireDocker(ownApp));
  try {
    const { path, install, image = null } = read.app;
    const customRequests = isDryRun
      ? asked.map(unlearnt)
      : await learnApp({
          entry: plain,
          others: otherWays(selected.all, plain),
          requests: asked,
          wanted,
          measurement,
          chosen,
          read,
        });
    const details = detailsSchema.parse({
      interface: read.app.interface,
      path,
      install,
      port: read.port ?? null,
      image,
      plainest: variantKey(plain.variant),
      cpuCount: cpus.server.length,
      commands: Object.fromEntries(
        selected.all.map(({ variant }) => [variantKey(variant), variant.command]),
      ),
    });
    return {
      selected: selected.all,
      chosen,
      sources: { from: "stacks", folders: directory === undefined ? [] : [directory] },
      question: { kind: "shapes", details },
      read,
      plainest: variantKey(plain.variant),
      customRequests,
      ...closing(chosen),
    };
  } catch (error) {
    await closing(chosen)[Symbol.asyncDispose]();
    throw error;
  }
}

/** Those that the app can have. */
function shapesOf({ variants }: Stack, { shapes }: OwnShapes): Pick<OwnShapes, "shapes"> {
  return { shapes: shapes.filter(({ name }) => variants.some(({ id }) => id === name)) };
}

/** The variants of a run that was interrupted, from its folder as it is now. */
export async function findAppAgain(record: RunRecord): Promise<Selected[]> {
  const sources = sourcesOf(record);
  const [directory] = sources.from === "stacks" ? sources.folders : [];
  const { path, port, image } = detailsSchema.parse(record.question?.details);
  const { stack } = await readStack({
    directory,
    path,
    port: port ?? undefined,
    image: image ?? undefined,
  });
  const variants = record.plan.experiment.variants.flatMap((key) => {
    const id = key.slice(stack.id.length + 1);
    return stack.variants.find((one) => one.id === id) ?? findSized(stack, id) ?? [];
  });
  return variants.map((variant) => ({ stack: { ...stack, variants }, variant }));
}
