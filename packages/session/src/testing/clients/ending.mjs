/**
 * Has requests under way on kept connections, half of them computing and half waiting for the upstream. Says when all are sent, and then
 * what each was answered, and when by the clock: "sent", [{"status":200,"at":1796040000000},…]. A connection that ends first says so in place of its status.
 */
import { once } from "node:events";
import { Agent, get } from "node:http";

const [base, half] = process.argv.slice(1);
/** Together short enough for what an app grants, where one follows the other, and long enough to be under way when it is told to end. */
const computingMs = 150;
const waitingMs = 300;
const warmUps = 8;
const agent = new Agent({ keepAlive: true });

let loopCount = 1;
const ask = async (path) => {
  const request = get(base + path, { agent });
  try {
    const [response] = await once(request, "response");
    response.resume();
    await once(response, "end");
    return { status: response.statusCode, at: Date.now() };
  } catch (error) {
    return { status: error.message, at: Date.now() };
  }
};
const all = () =>
  Array.from({ length: Number(half) }, () => [
    ask(`/hash-sort?loopCount=${loopCount}`),
    ask(`/upstream?ms=${waitingMs}`),
  ]).flat();

// What compiles while it serves gets quicker, and the load grows with it.
for (let warmUp = 0; warmUp < warmUps; warmUp++) {
  const begun = Date.now();
  const computing = Array.from({ length: Number(half) }, () =>
    ask(`/hash-sort?loopCount=${loopCount}`),
  );
  await Promise.all(computing);
  loopCount = Math.max(1, Math.floor((loopCount * computingMs) / (Date.now() - begun)));
}
await Promise.all(all());
const answers = all();
console.log("sent");
console.log(JSON.stringify(await Promise.all(answers)));
process.exit();
