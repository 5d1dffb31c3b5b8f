// Listens on $HOST and $PORT and answers everything with 200.
import { createServer } from "node:http";

const server = createServer((_request, response) => response.end("upstream"));
server.listen(Number(process.env["PORT"]), process.env["HOST"]);
