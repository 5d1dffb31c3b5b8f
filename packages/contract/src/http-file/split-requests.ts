import type { Line } from "./http-text.ts";

/** A request as written: variables stand in it. */
export interface RawRequest {
  name?: string;
  /** `@expect`, without the word. */
  expects: Line[];
  /** `@weight`, the same. */
  weight?: Line;
  /** Method, target and version, with what goes on below it. */
  start: Line;
  headers: Line[];
  body: Line[];
}

export interface RawFile {
  requests: RawRequest[];
  variables: Map<string, Line>;
}

const separator = /^###(.*)$/;
const comment = /^\s*(?:#|\/\/)\s*(.*)$/;
const note = /^@([\w-]+)\s*=?\s*(.*)$/;
const variable = /^@([\w.-]+)\s*=\s*(.*)$/;

/**
 * Takes a file of requests apart, in the form of the REST Client of VS Code and the HTTP Client of JetBrains: `###`
 * between requests, comments and variables before one, headers behind its first line, a body behind an empty one.
 */
export function splitRequests(text: string): RawFile {
  const variables = new Map<string, Line>();
  const requests = blocksOf(text).flatMap(({ title, lines }) => {
    const request = readBlock(lines, variables);
    if (!request) return [];
    const name = request.name ?? title;
    return [{ ...request, ...(name !== "" && { name }) }];
  });
  return { requests, variables };
}

interface Block {
  /** What stands behind its `###`. */
  title: string;
  lines: Line[];
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [{ title: "", lines: [] }];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const title = separator.exec(line)?.[1];
    if (title === undefined) blocks.at(-1)!.lines.push({ number: index + 1, text: line });
    else blocks.push({ title: title.replace(/^#*/, "").trim(), lines: [] });
  }
  return blocks;
}

function readBlock(lines: readonly Line[], variables: Map<string, Line>): RawRequest | undefined {
  const headers: Line[] = [];
  let body: Line[] = [];
  const remarks: Line[] = [];
  let start: Line | undefined;
  for (const [index, line] of lines.entries()) {
    const { number, text } = line;
    const [, called, is] = variable.exec(start ? "" : text) ?? [];
    if (comment.test(text)) remarks.push(line);
    else if (called !== undefined) variables.set(called, { number, text: is!.trim() });
    else if (text.trim() === "") {
      if (!start) continue;
      const rest = splitBody(lines.slice(index + 1));
      body = rest.body;
      remarks.push(...rest.behind);
      break;
    } else if (!start) start = { number, text: text.trim() };
    // Both clients let a long query go on below.
    else if (headers.length === 0 && /^\s+[?&/]/.test(text)) {
      start = { number: start.number, text: start.text + text.trim() };
    } else headers.push(line);
  }
  return start && { ...readRemarks(remarks), start, headers, body };
}

/** What comments say of their request, wherever in its block they stand. */
function readRemarks(lines: readonly Line[]): Pick<RawRequest, "name" | "expects" | "weight"> {
  const said: Pick<RawRequest, "name" | "expects" | "weight"> = { expects: [] };
  for (const { number, text } of lines) {
    const [, key, value = ""] = note.exec(comment.exec(text)?.[1] ?? "") ?? [];
    const line = { number, text: value.trim() };
    if (key === "name") said.name = line.text;
    else if (key === "expect") said.expects.push(line);
    else if (key === "weight") said.weight = line;
  }
  return said;
}

/**
 * The body without empty lines before and behind, and what stands behind it: what JetBrains does with answers, and
 * comments that an empty line parts from it.
 */
function splitBody(lines: readonly Line[]): { body: Line[]; behind: Line[] } {
  const isHandler = ({ text }: Line) => /^(?:> ?\{%|>>!? |> [^ ]|<> )/.test(text);
  const isEmpty = ({ text }: Line) => text.trim() === "";
  const handler = lines.findIndex(isHandler);
  const written = handler === -1 ? lines : lines.slice(0, handler);
  const begin = written.findIndex((line) => !isEmpty(line));
  if (begin === -1) return { body: [], behind: [...lines] };
  let end = written.length;
  for (;;) {
    while (end > begin && isEmpty(written[end - 1]!)) end--;
    const paragraph = written.slice(begin, end).findLastIndex(isEmpty) + 1 + begin;
    const isComment = written.slice(paragraph, end).every(({ text }) => comment.test(text));
    if (end === begin || !isComment)
      return { body: written.slice(begin, end), behind: lines.slice(end) };
    end = paragraph;
  }
}
