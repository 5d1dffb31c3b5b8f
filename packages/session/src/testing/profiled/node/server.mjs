import cluster from "node:cluster";
import { createServer } from "node:http";

/** As much work each time: of a span of time, whoever is held up in it would take more. */
function burn(millions) {
  let sum = 0;
  for (let index = 0; index < millions * 1e6; index++) sum += Math.sqrt(index);
  return sum;
}

/** The names are ones that another would take for markup, and that a terminal would obey. */
const parts = {
  "</title><script>alert('hot')</script>"() {
    burn(9);
  },
  "\u001b[31mcold;|"() {
    burn(3);
  },
};
const [hot, cold] = Object.values(parts);

if (cluster.isPrimary && Number(process.env.WORKERS) > 1) {
  for (let worker = 0; worker < Number(process.env.WORKERS); worker++) cluster.fork();
  process.on("SIGTERM", () => process.exit(0));
} else {
  const server = createServer((_, response) => response.end("Hello, world!"));
  server.listen(Number(process.env.PORT), process.env.HOST);
  process.on("SIGTERM", () => process.exit(0));
  // Idle for a part of the time, which is no part of the shares.
  setInterval(() => {
    hot();
    cold();
  }, 40);
}
