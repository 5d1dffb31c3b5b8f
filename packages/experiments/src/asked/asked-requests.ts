import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  composeRequest,
  readHttpFile,
  readOpenapiFile,
  type NamedRequest,
} from "@stackbench/contract";
import { UsageError, type LoadRequest } from "@stackbench/model";
import { workingDirectory } from "@stackbench/session";
import { withoutDivisor } from "../mix/without-divisor.ts";
import type { Asked } from "./read-asked.ts";

/** A request that is to be learnt, and how often it is asked among the others. */
export interface AskedPart extends NamedRequest {
  weight: number;
}

/**
 * The requests themselves, one or more, each with a name of its own. Throws UsageError for what is wrong with a file or a
 * header, and for names that are none.
 */
export async function askedRequests(asked: Asked): Promise<AskedPart[]> {
  switch (asked.from) {
    case "options": {
      const request = composeRequest(asked.request, world(workingDirectory));
      return [{ name: titleOf(request), weight: 1, request }];
    }
    case "http":
      return chosen(requestsOfFile(asked.file), asked.only, `--http=${asked.file}`);
    case "openapi": {
      const { place, headers, only } = asked;
      const gets = await readOpenapiFile(place, await textAt(place));
      const parts = gets.map(({ name, request }) => {
        const { method, path } = request;
        const typed = composeRequest({ method, path, headers }, world(workingDirectory));
        return { name, weight: 1, request: typed };
      });
      return chosen(parts, only, `--openapi=${place}`);
    }
  }
}

/** `GET /x`. */
export function titleOf({ method, path }: Pick<LoadRequest, "method" | "path">): string {
  return `${method} ${path}`;
}

/** What files are read with that requests name. */
const world = (directory: string) => ({
  read: (name: string) => readUtf8(resolve(directory, name)),
  nowMs: Date.now(),
  uuid: randomUUID(),
});

/** Who has no name is called by method and path; who is not the only one of a name, by its line too. */
function requestsOfFile(file: string): AskedPart[] {
  const text = readText("http", "a file of requests", file);
  const written = readHttpFile({ file, text, ...world(resolve(workingDirectory, dirname(file))) });
  const names = written.map(({ name, request }) => name ?? titleOf(request));
  return written.map(({ line, weight = 1, request }, index) => {
    const name = names[index]!;
    const isOnly = names.indexOf(name) === names.lastIndexOf(name);
    return { name: isOnly ? name : `${name} (line ${line})`, weight, request };
  });
}

function chosen(all: readonly AskedPart[], only: readonly string[], where: string): AskedPart[] {
  const isCalled = ({ name, request }: AskedPart, called: string) =>
    name === called || request.path === called;
  const told = all.map(({ name }) => name).join(", ") || "none";
  const unknown = only.find((called) => !all.some((part) => isCalled(part, called)));
  if (unknown !== undefined) {
    throw new UsageError(`${where}: expected a request named "${unknown}", got ${told}`);
  }
  if (all.length === 0) throw new UsageError(`${where}: expected a request, got none`);
  const parts =
    only.length === 0 ? all : all.filter((part) => only.some((called) => isCalled(part, called)));
  const weights = withoutDivisor(
    parts.map(({ weight }) => weight),
    where,
  );
  return parts.map((part, index) => ({ ...part, weight: weights[index]! }));
}

const patienceMs = 15_000;

async function textAt(place: string): Promise<string> {
  if (!/^https?:\/\//.test(place)) return readText("openapi", "an OpenAPI document", place);
  try {
    const answer = await fetch(place, { signal: AbortSignal.timeout(patienceMs) });
    if (answer.ok) return await answer.text();
    throw new Error(`it answers ${answer.status}`);
  } catch (cause) {
    const { message, cause: why } = cause as Error;
    const got = why instanceof Error ? why.message : message;
    throw new UsageError(`--openapi=${place}: expected an OpenAPI document there, got: ${got}`, {
      cause,
    });
  }
}

function readText(option: string, expected: string, file: string): string {
  try {
    return readUtf8(resolve(workingDirectory, file));
  } catch (cause) {
    throw new UsageError(
      `--${option}: expected ${expected}, got ${file}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Throws Error for bytes that are no UTF-8: read as it, they would be sent as others. */
function readUtf8(file: string): string {
  const bytes = readFileSync(file);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Error("it is no UTF-8 text", { cause });
  }
}
