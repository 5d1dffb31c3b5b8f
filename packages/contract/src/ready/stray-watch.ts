import { requestBytes } from "@stackbench/http1";
import { socketNamed, unixTarget, type Target } from "@stackbench/model";
import { healthz } from "../endpoints/plain.ts";
import { openConnection } from "../verify/connection.ts";
import type { HttpResponse } from "../verify/incoming.ts";
import type { Sockets } from "@stackbench/host";
import { administrativePaths, isMetrics } from "./administration.ts";
import { isReadyStatus } from "./is-ready-status.ts";
import { describeStrays, straysAmong } from "./strays.ts";
import type { Place, Stray } from "./strays.ts";

/** Where an app was told to listen, and a look at where it does. */
export interface Lookout {
  /** One for each of its parts, where it has several. */
  places: readonly Place[];
  /** What is asked of it; absent: `/healthz`. */
  path?: string | undefined;
  /** The sockets of the app alone. */
  look(): Sockets;
}

/** A look costs some milliseconds, and an app that comes up at once needs none. */
const betweenLooksMs = 100;
/** So long it must have answered in the wrong place: one that is replaced, or opens its ports in turn, is given time. */
const steadyMs = 600;
/** As the client words it. */
const refused = "connection refused";
const answerTimeoutMs = 500;

/** Looks now and then at where an app listens that is not ready. */
export class StrayWatch {
  readonly #lookout: Lookout;
  #lookedAt = performance.now();
  #answersSince: number | undefined;
  #last: { message: string; answers: boolean } | undefined;

  constructor(lookout: Lookout) {
    this.#lookout = lookout;
  }

  /**
   * `seen`: what came where it should listen. In words where it listens instead, and whether it has answered there as it should have for a while: then it waits
   * in vain. Undefined where it listens nowhere, or where it was told to.
   */
  async look(seen: string): Promise<{ message: string; answers: boolean } | undefined> {
    const now = performance.now();
    if (now - this.#lookedAt < betweenLooksMs) return this.#last;
    const { places, path, look } = this.#lookout;
    const strays = straysAmong(look(), places, seen === refused);
    const isAnswering = (await Promise.all(strays.map((stray) => answers(stray, path)))).some(
      Boolean,
    );
    this.#answersSince = isAnswering ? (this.#answersSince ?? now) : undefined;
    this.#lookedAt = performance.now();
    const isSteady = this.#answersSince !== undefined && now - this.#answersSince >= steadyMs;
    const message = describeStrays(strays, places);
    this.#last = message === undefined ? undefined : { message, answers: isSteady };
    return this.#last;
  }
}

/** Whether what is asked is answered rightly there, as far as is seen by the app: another port may be for administration, and come first. */
async function answers(stray: Stray, path: string | undefined): Promise<boolean> {
  const all = await Promise.all(targetsOf(stray).map((target) => answersAt(target, path)));
  return all.some(Boolean);
}

async function answersAt(target: Target, path: string | undefined): Promise<boolean> {
  const answer = await answerAt(target, path ?? healthz.path);
  if (answer === undefined || !isReadyStatus(answer.status, path) || isMetrics(answer))
    return false;
  if (answer.status < 400) return true;
  // An app may have nothing at the path, a port that has what such ports have is no app's own.
  const others = await Promise.all(administrativePaths.map((each) => answerAt(target, each)));
  return !others.some((other) => other !== undefined && other.status < 400);
}

async function answerAt(target: Target, path: string): Promise<HttpResponse | undefined> {
  try {
    using connection = await openConnection(target, answerTimeoutMs);
    const question = { method: "GET", path, headers: {}, body: "" };
    await connection.send(requestBytes(question, "127.0.0.1", false));
    return await connection.receive(answerTimeoutMs);
  } catch {
    return undefined;
  }
}

function targetsOf(stray: Stray): Target[] {
  if ("path" in stray) return [unixTarget(socketNamed(stray.path))];
  return loopbacksOf(stray.address).map((host) => ({ host, port: stray.port }));
}

/** What takes connections of both kinds is asked by both: a container may have no loopback for IPv6. */
function loopbacksOf(address: string): string[] {
  if (address === "0.0.0.0") return ["127.0.0.1"];
  return address === "::" ? ["::1", "127.0.0.1"] : [address];
}
