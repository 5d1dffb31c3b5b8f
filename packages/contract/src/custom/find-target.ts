import { originOf } from "@stackbench/http1";
import { UsageError, type Target } from "@stackbench/model";
import type { HttpResponse } from "../verify/incoming.ts";

/** What to do where an answer says that the thing asked for lies elsewhere: nothing, go there, or take it for the answer. */
export type Redirects = "refuse" | "follow" | "measure";

/** RFC 9110 15.4: those that name where to go in `Location`, and may be followed by themselves. */
const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/** One question at a server, by path and query. */
type Ask = (path: string) => Promise<HttpResponse>;

/** What is asked for in the end, and its answer where it was asked. */
export interface FoundTarget {
  path: string;
  answer?: HttpResponse;
}

/**
 * The path whose answer is no redirect: the one given, or where it leads. Throws UsageError where it leads elsewhere and
 * that is not to be followed, leads to another server, or in a circle.
 */
export async function findTarget(
  server: Target,
  path: string,
  redirects: Redirects,
  ask: Ask,
): Promise<FoundTarget> {
  if (redirects === "measure") return { path };
  const { origin } = new URL(originOf(server));
  const passed = [path];
  for (;;) {
    const from = passed.at(-1)!;
    const answer = await ask(from);
    const { status, headers } = answer;
    const location = redirecting.has(status) ? headers.get("location") : undefined;
    if (location === undefined) return { path: from, answer };
    const got = `GET ${from}: expected the answer itself, got ${status}, which leads to ${location}`;
    const to = URL.parse(location, `${origin}${from}`);
    if (to === null) throw new UsageError(`${got}, and that is no URL`);
    const next = `${to.pathname}${to.search}`;
    if (to.origin !== origin) {
      const remedy =
        to.protocol === "http:" || to.protocol === "https:"
          ? `say --url=${to.origin}${next} to measure that one`
          : `only HTTP/1.1 is spoken here`;
      throw new UsageError(
        `${got} on another server: ${remedy}, or --no-follow to measure the redirect itself`,
      );
    }
    if (redirects === "refuse") {
      throw new UsageError(
        `${got}. A redirect is quickly answered and tells nothing of the page: say --path=${next} (or --follow), or --no-follow to measure the redirect itself`,
      );
    }
    if (passed.includes(next))
      throw new UsageError(`${got}, where it has been: ${passed.join(", ")}`);
    if (passed.length > mostRedirects) {
      throw new UsageError(`${got}: more than ${mostRedirects} redirects: ${passed.join(", ")}`);
    }
    passed.push(next);
  }
}
