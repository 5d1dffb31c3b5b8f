import type { Client, HttpRequest } from "../verify/client.ts";
import { NoAnswerError } from "../verify/no-answer-error.ts";
import { rateLimitIn } from "../verify/rate-limit.ts";

/**
 * What a server does with a connection that is to be kept: `keeps` it as far as was seen, or closes it after so many
 * answers, which it `announces` in the last of them or does `unannounced`; or `limits` how often it is asked, in these words.
 */
export type Closing =
  | { kind: "keeps" }
  | { kind: "announces" | "unannounced"; answers: number }
  | { kind: "limits"; refusal: string };

/** Servers and proxies that close after a number of answers close after a hundred, as Tomcat does, nginx and Apache once did. */
const mostQuestions = 150;
const patienceMs = 1_500;

/** Asks again and again on one connection, what `next` gives. Throws NoAnswerError where it is not even answered once. */
export async function findClosing(client: Client, next: () => HttpRequest): Promise<Closing> {
  const untilMs = performance.now() + patienceMs;
  return await client.converse(async ({ send, receive }): Promise<Closing> => {
    for (let answers = 0; answers < mostQuestions && performance.now() < untilMs; answers++) {
      try {
        const request = next();
        await send(client.encode(request));
        const response = await receive(request.method);
        const limit = rateLimitIn(response);
        if (limit !== "") return { kind: "limits", refusal: `${response.status}${limit}` };
        if (response.closes) return { kind: "announces", answers: answers + 1 };
      } catch (error) {
        if (!(error instanceof NoAnswerError) || answers === 0) throw error;
        return { kind: "unannounced", answers };
      }
    }
    return { kind: "keeps" };
  });
}
