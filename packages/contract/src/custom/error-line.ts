import { parseJson } from "./json-fields.ts";

/** An error page says so early; the rest of a long one is somebody's stack. */
const mostLooked = 64 * 1024;
const mostShown = 120;

/**
 * The line by which a body reads like an error, whatever its status; undefined for one that does not. By what frameworks,
 * servers and interpreters write when something fails: the title of a page, a stack trace at its very beginning, PHP's
 * messages outside of samples, an `error` of JSON. Pages that are about errors, and documents with traces in them, are none.
 */
export function errorLineIn(body: Buffer, contentType: string | undefined): string | undefined {
  const text = body.subarray(0, mostLooked).toString("utf8");
  const line = lineIn(text, contentType);
  return line?.replaceAll(/\s+/g, " ").trim().slice(0, mostShown);
}

function lineIn(text: string, contentType: string | undefined): string | undefined {
  const value = body(text, contentType);
  switch (value.kind) {
    case "json":
      return errorOfJson(value.value);
    case "html":
      return errorOfHtml(text);
    case "text":
      return errorOfText(text);
    case "other":
      return undefined;
  }
}

type Body = { kind: "json"; value: unknown } | { kind: "html" | "text" | "other" };

function body(text: string, contentType = ""): Body {
  const value = parseJson(text);
  if (value !== undefined) return { kind: "json", value };
  if (/<(!doctype html|html|head|title|body|h1|br|b|p|pre)\b/i.test(text.slice(0, 4096))) {
    return { kind: "html" };
  }
  const isText = contentType === "" || contentType.startsWith("text/");
  return { kind: isText ? "text" : "other" };
}

const reasons =
  "Bad Request|Unauthorized|Forbidden|(?:Page )?Not Found|Method Not Allowed|Request Timeout|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out";

/** A title, heading or whole text that says no more than that something failed. */
const sayings: readonly RegExp[] = [
  new RegExp(
    `^(Error[: ]*)?(HTTP )?(Status |Error )?[45]\\d\\d[\\s:–—|-]*(${reasons})[\\s.!1]*$`,
    "i",
  ),
  new RegExp(`^(${reasons})[\\s.!]*$`, "i"),
  /^(HTTP )?(Status |Error )[45]\d\d\b.{0,60}$/i,
  /(^|[›»|:–—-] ?|&[rl]s?aquo; ?)((an?|the) )?((internal|application|server|fatal|unexpected|unhandled|runtime|system|database|critical|whitelabel) )*(error|exception)( page| occurred)?[\s.!:]*$/i,
  /\/\/ Werkzeug Debugger$/,
  /^(Starlette|Whoops|Phalcon) (Debugger|There was an error)/i,
  /Traceback \(most recent call last\)/,
  /^([A-Z][\w.:]*|Page not found)\s+at\s+\/\S*$/,
  /^Action Controller: Exception caught$/,
  /\([45]\d\d [A-Z][A-Za-z ]+\)$/,
  /\bsomething went wrong\b/i,
];

/** Where a trace begins: a program's last words. */
const traces: readonly RegExp[] = [
  /^(Unhandled |Uncaught )?Traceback \(most recent call last\):/m,
  /^(Exception in thread |Caused by: )?([a-z]\w*\.)+[A-Z]\w*(Exception|Error)\b.*\n\s*at [\w.$/]+\(/m,
  /^(Uncaught )?\w*Error\b.*\n\s*at .+:\d+/m,
  /^panic: .+\n\n?goroutine \d+/m,
];
/** Further down, a trace is a sample in a text, or the text is more than a trace. */
const mostBeforeTrace = 200;

/** What a page whose words are few may begin with. */
const beginning =
  /^((PHP )?(Fatal|Parse|Internal|Server|Application|Database) error|(Uncaught|Unhandled) (exception|error))\b.*/im;
const mostOfShortPage = 1_000;

/** As PHP writes them: into a page, or as text (`html_errors`). */
const phpInHtml =
  /<b>((?:Recoverable |Catchable )?fatal error|Parse error|Warning|Notice|Deprecated)<\/b>: +[^]{1,2000}? in <b>[^<]*<\/b> on line <b>\d+<\/b>/i;
const phpInText =
  /^(?:PHP )?((?:Recoverable |Catchable )?Fatal error|Parse error|Warning|Notice|Deprecated): .{1,1000} (in \S+ on line \d+|in \S+:\d+)/m;

function errorOfHtml(text: string): string | undefined {
  const title = readable(/<title[^>]*>([^]*?)<\/title>/i.exec(text)?.[1] ?? "");
  const php = phpInHtml.exec(text);
  if (php) return readable(php[0]);
  if (sayings.some((saying) => saying.test(title))) return title;
  const prose = text.replaceAll(/<(script|style|head|title)\b[^]*?<\/\1>/gi, "");
  const bare = readable(prose.replaceAll(/<(pre|code|textarea|samp)\b[^]*?<\/\1>/gi, ""));
  const words = readable(prose);
  const heading = readable(/<h[12][^>]*>([^]*?)<\/h[12]>/i.exec(prose)?.[1] ?? "");
  const isShort = words.length <= mostOfShortPage;
  if (isShort && sayings.some((saying) => saying.test(heading))) return heading;
  return (
    (isShort ? errorOfText(words) : (traceIn(words) ?? phpInText.exec(bare)?.[0])) ?? undefined
  );
}

function errorOfText(text: string): string | undefined {
  const words = text.trim();
  const isOneSaying = words.length <= mostShown && sayings.some((saying) => saying.test(words));
  if (isOneSaying) return words;
  const isShort = words.length <= mostOfShortPage;
  const begins = isShort ? beginning.exec(words)?.[0] : undefined;
  return begins ?? traceIn(words) ?? (isShort ? phpInText.exec(words)?.[0] : undefined);
}

function traceIn(words: string): string | undefined {
  const found = traces.map((trace) => trace.exec(words)).find((match) => match !== null);
  return found && found.index <= mostBeforeTrace ? found[0] : undefined;
}

/** An answer of an API that failed: `error` and the like that hold something. Numbers may be measures of one. */
function errorOfJson(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = Object.entries(value);
  const told = fields.find(
    ([name, each]) => /^(error|errors|exception|traceback)$/i.test(name) && holdsWords(each),
  );
  if (told) return JSON.stringify({ [told[0]]: told[1] });
  const state = fields.find(([name, each]) => name === "status" && each === "error");
  return state && JSON.stringify(Object.fromEntries([state]));
}

function holdsWords(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  if (value === true) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** The words of markup, with the breaks between its lines. */
function readable(markup: string): string {
  return markup
    .replaceAll(/<\/?(br|hr|p|h\d|div|li|tr|td|pre)\b[^>]*>\s*/gi, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&nbsp;/g, " ")
    .replaceAll(/&quot;|&#0?39;|&#x27;/g, "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}
