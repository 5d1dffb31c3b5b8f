/**
 * A server with a known law: `node server.ts <law>`, its parameters in the environment. Answers `GET /hello` as the
 * contract says, `GET /healthz`, `GET /record` (what it saw since the last reset) and `POST /record/reset`.
 */
import { DueAnswers } from "./due-answers.ts";
import { HttpConnection, type Answer, type Handler } from "./http-connection.ts";
import { laws, parameter } from "./laws.ts";
import { Leak } from "./leak.ts";
import { isServing } from "./recycle.ts";
import { ResidenceRecord } from "./residence-record.ts";
import { listenTcp, type Peer } from "./tcp-listener.ts";
import { listenTls } from "./tls-listener.ts";
import { hashRounds, spinCpu } from "./work.ts";

const name = process.argv[2] ?? "null";
const record = new ResidenceRecord(name);

function helloOf(law: string): Handler["hello"] {
  const delay = laws[law]?.(record);
  if (delay) {
    const answers = new DueAnswers(record);
    answers.start();
    return (connection, readMs) => answers.add(connection, readMs, delay(readMs));
  }
  switch (law) {
    case "null":
      return (connection) => {
        record.answered();
        connection.answerHello();
      };
    case "spin": {
      const micros = parameter("SPIN_US");
      return (connection, readMs) => {
        record.burned(spinCpu(micros));
        connection.answerHello();
        record.stayed(readMs);
      };
    }
    case "burn": {
      const hashes = parameter("HASHES");
      return (connection, readMs) => {
        hashRounds(hashes);
        connection.answerHello();
        record.stayed(readMs);
      };
    }
    case "leak": {
      const leak = new Leak(parameter("LEAK_BYTES"), parameter("END_AFTER"));
      return (connection, readMs) => {
        connection.answerHello();
        record.stayed(readMs);
        leak.grow();
      };
    }
    default:
      throw new Error(
        `expected a law: ${Object.keys(laws).join(", ")}, null, spin, burn or leak; got "${law}"`,
      );
  }
}

function other(method: string, path: string): Answer {
  const route = `${method} ${path}`;
  if (route === "GET /healthz") return json(200, { status: "ok" });
  if (route === "GET /record") return json(200, record.toData());
  if (route === "POST /record/reset") {
    record.reset();
    return json(200, {});
  }
  return json(404, { error: `expected GET /hello, /healthz, /record or POST /record/reset` });
}

function json(status: number, body: object): Answer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}

process.on("SIGTERM", () => process.exit(0));
if (isServing()) {
  const hello = helloOf(name);
  const handler: Handler = {
    hello: (connection, readMs) => {
      record.askedBy(connection);
      hello(connection, readMs);
    },
    other,
  };
  const { HOST: host = "127.0.0.1", PORT: port, TLS_PEM: pem } = process.env;
  const accept = (peer: Peer) => new HttpConnection(peer, handler).onBytes;
  if (pem) listenTls(pem, host, Number(port), accept);
  else listenTcp(host, Number(port), accept);
}
