import { originOf } from "@stackbench/http1";
import { UsageError, type LoadRequest, type Target } from "@stackbench/model";
import type { AskedRequest } from "../http-file/asked-request.ts";
import type { Client, HttpRequest } from "../verify/client.ts";
import type { HttpResponse } from "../verify/incoming.ts";
import { NoAnswerError } from "../verify/no-answer-error.ts";
import { rateLimitIn } from "../verify/rate-limit.ts";
import { mismatchOf } from "../verify/expectation.ts";
import { askingAnew } from "./asking-anew.ts";
import { debugMarkIn } from "./debug-mark.ts";
import { errorLineIn } from "./error-line.ts";
import { findClosing, type Closing } from "./find-closing.ts";
import { findTarget, type FoundTarget, type Redirects } from "./find-target.ts";
import { learntHead } from "./learnt-head.ts";
import { isBodyKnown, learntMismatch } from "./learnt-mismatch.ts";
import { stableBody, type Answer } from "./stable-body.ts";

/** What a server is asked to learn requests, whichever they are. */
export interface Lesson extends Target {
  /** The length of bodies may differ from answer to answer, though it did not while learning. */
  anyLength: boolean;
  /** Whether the load will send many requests over one connection. */
  keepAlive: boolean;
  /** Whether nobody asks what becomes of such a connection: `closing` then tells nothing. */
  leavesClosing?: boolean;
  redirects: Redirects;
}

/** A request with what its answers had in common, and what the server does with connections. */
export interface Learnt {
  request: LoadRequest;
  closing: Closing;
  /** By which an answer reads like an error page, though its status is a success; absent where somebody said what is right. */
  errorLine?: string;
  /** By what its first answer tells that the app runs in debug mode; absent where it does not. */
  debugMark?: string;
}

/** Enough to see a length that varies by a counter, a clock or a token. */
export const questions = 20;
/** A longer body is not kept: it would go with every window's orders. */
const mostKeptBytes = 64 * 1024;

/** One request, asked as often as somebody wants, and what its answers had in common. Each method throws UsageError. */
export class OneLesson {
  readonly #lesson: Lesson;
  readonly #client: Client;
  readonly #asked: AskedRequest;
  readonly #path: string;
  /** Method and URL, for messages. */
  readonly #name: string;
  readonly #next: () => HttpRequest;
  readonly #answers: Answer[] = [];
  #known: HttpResponse | undefined;
  #firstBody: Buffer | undefined;
  #errorLine: string | undefined;
  #debugMark: string | undefined;

  private constructor(
    lesson: Lesson,
    client: Client,
    asked: AskedRequest,
    { path, answer }: FoundTarget,
  ) {
    this.#lesson = lesson;
    this.#client = client;
    this.#asked = asked;
    this.#path = path;
    this.#name = nameOf(lesson, asked, path);
    this.#next = askingAnew({ ...asked, path });
    this.#known = answer;
  }

  /** Finds what is asked for in the end: the path, or where it leads where that is so wished. */
  static async begin(lesson: Lesson, client: Client, asked: AskedRequest): Promise<OneLesson> {
    if (!canLeadOn(asked)) return new OneLesson(lesson, client, asked, { path: asked.path });
    const target = await findTarget(lesson, asked.path, lesson.redirects, (from) =>
      told(nameOf(lesson, asked, from), 0, () =>
        client.ask(askingAnew({ ...asked, path: from })()),
      ),
    );
    return new OneLesson(lesson, client, asked, target);
  }

  async ask(): Promise<void> {
    const { status, headers, body } =
      this.#known ??
      (await told(this.#name, this.#answers.length, () => this.#client.ask(this.#next())));
    this.#known = undefined;
    const isAsFirst = this.#firstBody?.equals(body) ?? false;
    if (!isAsFirst) this.#errorLine ??= errorLineIn(body, headers.get("content-type"));
    if (this.#firstBody === undefined) this.#debugMark = debugMarkIn(body);
    this.#firstBody ??= body;
    const isKept = body.length <= mostKeptBytes || isBodyKnown(this.#asked.wanted);
    this.#answers.push({
      status,
      headers,
      bodyBytes: body.length,
      isAsFirst: body.equals(this.#firstBody),
      text: isKept ? body.toString("latin1") : undefined,
    });
  }

  /** Sees what becomes of a connection too, where the load will keep it and somebody asks. */
  async conclude(): Promise<Learnt> {
    const { anyLength, keepAlive, leavesClosing = false, redirects } = this.#lesson;
    const { wanted, ...asked } = this.#asked;
    const answers = this.#answers;
    const name = this.#name;
    refuseUnwanted(name, wanted, answers);
    const status = wanted.status ?? onlyStatus(name, answers, redirects === "measure" ? 399 : 299);
    const closing: Closing =
      keepAlive && !leavesClosing
        ? await told(name, answers.length, () => findClosing(this.#client, this.#next))
        : { kind: "keeps" };
    const contentType = onlyMediaType(answers);
    const expect = {
      status,
      ...(contentType !== undefined && { contentType }),
      // Who says what bodies hold knows better than twenty of them what varies.
      ...(isBodyKnown(wanted) ? { bodyBytes: null } : stableBody(answers, anyLength)),
      ...wanted,
    };
    const errorLine = Object.keys(wanted).length === 0 ? this.#errorLine : undefined;
    return {
      request: { ...asked, path: this.#path, expect },
      closing,
      ...(errorLine !== undefined && { errorLine }),
      ...(this.#debugMark !== undefined && { debugMark: this.#debugMark }),
    };
  }
}

function nameOf(server: Lesson, { method }: AskedRequest, path: string): string {
  return `${method} ${originOf(server)}${path}`;
}

/** Throws UsageError for an answer that does not come, with how many did. */
async function told<Result>(
  name: string,
  answers: number,
  ask: () => Promise<Result>,
): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new UsageError(
      `${name}: expected ${questions} answers, got ${answers}, then: ${error.message}`,
      { cause: error },
    );
  }
}

/** Undefined where answers have none, or several. */
function onlyMediaType(answers: readonly Answer[]): string | undefined {
  const types = new Set(
    answers.map(({ headers }) => headers.get("content-type")?.split(";")[0]!.trim().toLowerCase()),
  );
  return types.size === 1 ? [...types][0] : undefined;
}

/** Whether a redirect is to be gone after: a client goes there by itself with a GET, and where no other answer is wanted. */
function canLeadOn({ method, wanted }: AskedRequest): boolean {
  return method === "GET" && wanted.status === undefined;
}

/** Throws UsageError where an answer is not what somebody said it would be. */
function refuseUnwanted(
  name: string,
  wanted: AskedRequest["wanted"],
  answers: readonly Answer[],
): void {
  for (const [place, answer] of answers.entries()) {
    const mismatch =
      mismatchOf(
        { ...answer, body: Buffer.from(answer.text ?? "", "latin1") },
        learntHead({ ...wanted, status: wanted.status ?? answer.status }),
      ) ?? learntMismatch(wanted, answer.text ?? "");
    if (!mismatch) continue;
    throw new UsageError(
      `${name}: expected by "@expect" ${mismatch.expected}, got ${mismatch.got} in answer ${place + 1} of ${answers.length}`,
    );
  }
}

function onlyStatus(name: string, answers: readonly Answer[], highest: number): number {
  const statuses = [...new Set(answers.map((answer) => answer.status))].toSorted((a, b) => a - b);
  const wrong = statuses.find((status) => status < 200 || status > highest);
  if (wrong !== undefined) {
    const before = answers.findIndex((answer) => answer.status === wrong);
    const limit = rateLimitIn(answers[before]!);
    const count = answers.filter((answer) => answer.status === wrong).length;
    const [when, advice] =
      limit === ""
        ? [
            "",
            `A failing request is no measure of a server: ask for another (--path=).${unknownName(wrong)}`,
          ]
        : [
            before === 0 ? " from the first request on," : ` after ${before} requests,`,
            "A load would measure that limit: switch it off for this machine, or raise it well above what you expect.",
          ];
    throw new UsageError(
      `${name}: expected a status from 200 to ${highest}, got ${wrong}${limit}${when} in ${count} of ${answers.length} answers. ${advice}`,
    );
  }
  if (statuses.length > 1) {
    throw new UsageError(
      `${name}: expected one status, got ${statuses.join(" and ")} in ${answers.length} answers`,
    );
  }
  return statuses[0]!;
}

/** What many frameworks answer to a name that is not theirs, and in production without saying so. */
function unknownName(status: number): string {
  return status === 400
    ? ' Or it does not know the name that it is asked by: have it know that (Django: ALLOWED_HOSTS), or ask by another (--header="Host: example.org").'
    : "";
}
