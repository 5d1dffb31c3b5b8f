import type { Answer } from "./answer.ts";
import { answerError } from "./refusal.ts";
import { bodyLimitBytes, bodyTooLarge, malformedJson } from "./read-body.ts";

/** As a response of the web platform, which Bun and Deno serve. */
export function responseOf({ status, headers, body }: Answer): Response {
  const sent = body === null || typeof body === "string" ? body : JSON.stringify(body);
  return new Response(sent, { status, headers });
}

/** What a server on the web platform calls: it makes a response at once where the answer is there at once. */
export function answering<Asked>(
  handle: (request: Asked) => Answer | Promise<Answer>,
): (request: Asked) => Response | Promise<Response> {
  return (request) => {
    try {
      const answer = handle(request);
      if (!(answer instanceof Promise)) return responseOf(answer);
      return answer.then(responseOf, (error: unknown) => responseOf(answerError(error)));
    } catch (error) {
      return responseOf(answerError(error));
    }
  };
}

/** The JSON of a body. Rejects with a refusal: 400 for other text, 413 for too long a one. */
export async function readJson(request: Request): Promise<unknown> {
  const length = request.headers.get("content-length");
  if (Number(length) > bodyLimitBytes) throw bodyTooLarge();
  const body = length === null ? await readLimited(request) : await request.text();
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw malformedJson(cause);
  }
}

/** Of a body that comes in chunks, whose length nobody told. */
async function readLimited(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > bodyLimitBytes) throw bodyTooLarge();
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
