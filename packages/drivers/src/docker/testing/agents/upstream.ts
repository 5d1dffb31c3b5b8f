// Listens on $HOST and $PORT, writes $UP_LINE then, and answers everything with 200.
import { createServer } from "node:http";

const server = createServer((_request, response) => response.end("upstream"));
const { HOST, PORT, UP_LINE } = process.env;
server.listen(Number(PORT), HOST, () => console.log(UP_LINE));
