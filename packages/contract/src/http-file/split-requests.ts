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
  const expects: Line[] = [];
  const headers: Line[] = [];
  let name: string | undefined;
  let weight: Line | undefined;
  let start: Line | undefined;
  const said = () => ({ ...(name !== undefined && { name }), expects, ...(weight && { weight }) });
  for (const [index, line] of lines.entries()) {
    const { number, text } = line;
    const remark = comment.exec(text)?.[1];
    const [, key, value] = note.exec(remark ?? "") ?? [];
    const [, called, is] = variable.exec(start ? "" : text) ?? [];
    if (key === "name") name = value!.trim();
    else if (key === "expect") expects.push({ number, text: value!.trim() });
    else if (key === "weight") weight = { number, text: value!.trim() };
    else if (remark !== undefined) continue;
    else if (called !== undefined) variables.set(called, { number, text: is!.trim() });
    else if (text.trim() === "") {
      if (start) {
        const body = withoutEdges(lines.slice(index + 1));
        return { ...said(), start, headers, body };
      }
    } else if (!start) start = { number, text: text.trim() };
    // Both clients let a long query go on below.
    else if (headers.length === 0 && /^\s+[?&/]/.test(text)) {
      start = { number: start.number, text: start.text + text.trim() };
    } else headers.push(line);
  }
  return start && { ...said(), start, headers, body: [] };
}

/** Without empty lines before and behind, and without what JetBrains does with answers, which stands behind a body. */
function withoutEdges(lines: readonly Line[]): Line[] {
  const handler = lines.findIndex(({ text }) => /^(?:> ?\{%|>>!? |> [^ ]|<> )/.test(text));
  const body = handler === -1 ? [...lines] : lines.slice(0, handler);
  const isEmpty = (line: Line | undefined) => line !== undefined && line.text.trim() === "";
  while (isEmpty(body.at(-1))) body.pop();
  while (isEmpty(body[0])) body.shift();
  return body;
}
