/**
 * Has requests wait for rows behind a lock, `half` that read and `half` that write, then asks `hello`. Says what came of that, and of the others once a
 * line comes in: {"hello":200}, {"reads":[200,…],"writes":[201,…]}.
 */
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const [base, database, half] = process.argv.slice(1);
/** Longer than any server needs for `hello` that is not held up. */
const patienceMs = 4000;

const lock = await hold(new URL(database));
const waiting = (path, more) =>
  Array.from({ length: Number(half) }, async () => (await fetch(base + path, more)).status);
const item = { method: "POST", body: JSON.stringify({ name: "late", quantity: 1 }) };
const headers = { "content-type": "application/json" };
const reads = waiting("/items/1");
const writes = waiting("/items", { ...item, headers });
await pause(500);
const hello = fetch(`${base}/hello`).then(({ status }) => status);
say({ hello: await Promise.race([hello, pause(patienceMs, "no answer")]) });
await once(process.stdin, "data");
lock.destroy();
say({ reads: await Promise.all(reads), writes: await Promise.all(writes) });
process.exit();

function say(told) {
  console.log(JSON.stringify(told));
}

/** A connection that has the table for itself until it ends, by PostgreSQL's protocol: no package is at hand where this runs. */
async function hold({ hostname, port, username, pathname }) {
  const socket = connect(Number(port), hostname);
  const words = ["user", username, "database", pathname.slice(1), ""];
  socket.write(message("", `\0\x03\0\0${words.map((word) => `${word}\0`).join("")}`));
  await until(socket, "Z");
  socket.write(message("Q", "begin; lock table items\0"));
  await until(socket, "LOCK TABLE");
  return socket;
}

/** Its length counts itself. */
function message(kind, body) {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(kind), length, Buffer.from(body, "latin1")]);
}

async function until(socket, part) {
  for (let seen = ""; !seen.includes(part);) seen += await once(socket, "data");
}
