import { hostHeader, requestPieces } from "@stackbench/http1";
import type { LoadRequest, LoadSpec } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";

/** The line after which wrk sends nothing more: what follows is the dump of its histogram. */
export const wrkEndLine = "stackbench-end";

/**
 * The Lua script for wrk: sends exactly the spec's bytes, and prints totals and the whole
 * latency histogram at the end. wrk asks a thread, not a connection, for the next request, so
 * every thread goes through the sequence by itself, from its own place on. Warm-up and windows are runs of their own:
 * `run`, from 0 on, lets each begin with other numbers.
 */
export function wrkScript(spec: LoadSpec, run = 0): string {
  const only = spec.sequence.length === 1 ? spec.requests[spec.sequence[0]!]! : undefined;
  const send =
    only && !only.numbers ? onlyRequest(bytesOf(only, spec, run)) : inSequence(spec, run);
  return [send, dump].join("\n");
}

// Without a global `request` wrk formats once and never enters Lua again while it sends.
function onlyRequest(request: string): string {
  return `wrk.format = function() return ${request} end`;
}

function inSequence(spec: LoadSpec, run: number): string {
  const requests = spec.requests.map((request) => bytesOf(request, spec, run));
  return `
local requests = { ${requests.join(", ")} }
local sequence = { ${spec.sequence.map((index) => index + 1).join(",")} }
local threads = 0
function setup(thread)
  thread:set("first", math.floor(threads / ${spec.threads} * #sequence))
  thread:set("turn", threads)
  threads = threads + 1
end
function init(args) position = first end
function request()
  position = position % #sequence + 1
  local request = requests[sequence[position]]
  if type(request) == "string" then return request end
  turn = turn + ${spec.threads}
  return request(turn)
end`;
}

/** Of the range, between the places where two runs begin: multiples of the golden section come near each other last. */
const runDistance = 0.381_966;

/** A string, or where it has numbers a function that makes one of the thread's turn: threads never share a turn. */
function bytesOf(request: LoadRequest, spec: LoadSpec, run: number): string {
  const pieces = requestPieces(request, hostHeader(spec), spec.keepAlive);
  if (!request.numbers) return luaString(pieces[0]![0]!);
  const { from, count, second } = request.numbers;
  const place = seededRandom(spec.seed)() + run * runDistance;
  const start = Math.floor((place % 1) * count);
  const at = `(turn + ${start}) % ${count}`;
  const numbers = [
    `local n = ${luaNumber(from, at)}`,
    ...(second ? [`local m = ${luaNumber(second.from, `(${at}) % ${second.count}`)}`] : []),
  ].join(" ");
  const parts = pieces.map((part) => part.map(luaString).join(" .. n .. "));
  return `function(turn) ${numbers} return ${parts.join(" .. m .. ")} end`;
}

function luaNumber(from: number, offset: string): string {
  return `string.format("%.0f", ${from} + ${offset})`;
}

const dump = `
function done(summary, latency, rates)
  local e = summary.errors
  print(string.format("\\nstackbench-total %.0f %.0f %.0f %.0f %.0f %.0f %.0f",
    summary.duration, summary.requests, e.connect, e.read, e.write, e.status, e.timeout))
  print("${wrkEndLine}")
  io.flush()
  local lines = {}
  for i = 1, #latency do
    local value, count = latency(i)
    lines[i] = string.format("stackbench-latency %.0f %.0f", value, count)
  end
  print(table.concat(lines, "\\n"))
  print("stackbench-complete")
end`;

/** Any bytes as a Lua string literal: three-digit escapes for all but plain characters. */
function luaString(latin1: string): string {
  const escaped = latin1.replace(
    /[^ !#-[\]-~]/g,
    (character) => `\\${String(character.charCodeAt(0)).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}
