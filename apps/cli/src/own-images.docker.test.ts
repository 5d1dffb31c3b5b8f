import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RowsJson } from "@stackbench/report";
import { afterAll, expect, test } from "vitest";
import { leftovers } from "./testing/leftovers.ts";
import { held } from "./testing/quick-rows.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import { writeFolder } from "./testing/write-folder.ts";

const out = temporaryResults();
const root = mkdtempSync(join(tmpdir(), "stackbench-images-"));
const tag = "stackbench-test/fixed-port:1";
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  execFileSync("docker", ["image", "rm", "--force", tag], { stdio: "ignore" });
});

const quick = ["--rounds=1", "--duration=0.3", "--warmup=0.1", "--no-calibration", `--out=${out}`];

const folder = (name: string, files: Record<string, string>): string =>
  writeFolder(join(root, name), files);

const goServer = `package main

import (
	"io"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "Hello from Go") })
	panic(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
`;
const goModule = "module example.com/hello\n\ngo 1.21\n";

async function shapes(words: string[]) {
  const { code, stdout, stderr } = await runBench(["shapes", ...words, "--json", ...quick]);
  expect(heldCodes, stderr).toContain(code);
  const told = JSON.parse(stdout) as RowsJson & { recipe: { command: string; install?: string } };
  return { ...told, stderr };
}

test("a program in Go is found below cmd, built with its modules, and served in every shape", async () => {
  const directory = folder("own-go", { "go.mod": goModule, "cmd/hello/main.go": goServer });
  const { rows, recipe, runId, stderr } = await shapes([directory, "--shape=all"]);
  expect(stderr).toContain("go program ./cmd/hello: it has a package main");
  expect(rows.map(({ status }) => held(status))).toEqual(Array(8).fill("measured"));
  const kept = readFileSync(join(out, runId, "run.json"), "utf8");
  expect(kept).toMatch(/"go": ?"1\.\d+/);
  expect(recipe.command).toMatch(/^HOST=.* PORT=8000 (GOMAXPROCS=1 )?\/opt\/app\/server$/);
  expect(leftovers()).toEqual([]);
});

const fixed = `process.on("SIGTERM", () => process.exit(0));
require("node:http").createServer((_, response) => response.end("fixed")).listen(8080);
`;
const nodeImage = `ARG NODE_IMAGE=node:24-trixie-slim
FROM \${NODE_IMAGE}
COPY serve.js /app/
EXPOSE 8080
CMD ["node", "/app/serve.js"]
`;

test("an image that listens where it wants to is served in every shape, from its Dockerfile and by its name", async () => {
  const directory = folder("fixed-port", { Dockerfile: nodeImage, "serve.js": fixed });
  const built = await shapes([directory, "--shape=all"]);
  expect(built.stderr).toContain("listens on 8080, as its Dockerfile's EXPOSE says");
  expect(built.rows.map(({ status }) => held(status))).toEqual(Array(7).fill("measured"));
  expect(built.recipe.install).toBe("docker build --tag fixed-port .");

  const list = ["image", "ls", "--format={{.ID}}", "stackbench/stack-fixed-port"];
  const [id] = execFileSync("docker", list, { encoding: "utf8" }).split("\n");
  execFileSync("docker", ["tag", id!, tag]);
  const named = await shapes([`--image=${tag}`, "--shape=bare,nginx"]);
  expect(named.stderr).toContain("listens on 8080, as its EXPOSE says");
  expect(named.recipe.command).toMatch(/--publish [\d.:]*8080:8080 stackbench-test\/fixed-port:1$/);

  const elsewhere = await runBench(["shapes", `--image=${tag}`, "--port=3000", ...quick]);
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.stderr).toContain("listens on 8080, not on $PORT (3000)");
  expect(elsewhere.stderr).toContain("or say where it does: --port=8080");
  const taken = await runBench(["shapes", `--image=${tag}`, "--port=5432", ...quick]);
  expect(taken.stderr).toContain("expected another port than");
  const none = await runBench(["shapes", "--image=stackbench-test/none:1", ...quick]);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain(
    'expected an image of the engine, got "stackbench-test/none:1": the engine has no such image',
  );
  expect(leftovers()).toEqual([]);
});

test("an app is told of that goes into the background, and one that does not end on SIGTERM", async () => {
  const daemon = `if (process.env.CHILD === undefined) {
  const env = { ...process.env, CHILD: "1" };
  require("node:child_process").spawn("node", [__filename], { detached: true, stdio: "ignore", env }).unref();
} else require("node:http").createServer((_, response) => response.end("x")).listen(process.env.PORT);
`;
  const gone = await runBench(["shapes", folder("daemon", { "server.js": daemon }), ...quick]);
  expect(gone.code).toBe(2);
  expect(gone.stderr).toMatch(/app exited with code 0 before it was ready: .*foreground/);
  expect(leftovers()).toEqual([]);

  const deaf = `process.on("SIGTERM", () => {});
require("node:http").createServer((_, response) => response.end("x")).listen(process.env.PORT);
`;
  const { stderr } = await shapes([folder("deaf", { "server.js": deaf }), "--shape=bare"]);
  expect(stderr).toContain("deaf:bare ends badly: SIGTERM did not end it within 5 s");
  expect(leftovers()).toEqual([]);
});

const javaServer = `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Main {
  public static void main(String[] words) throws Exception {
    int port = Integer.parseInt(System.getenv("SERVER_PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 4);
      exchange.getResponseBody().write("java".getBytes());
      exchange.close();
    });
    server.start();
  }
}
`;

test.skipIf(spawnSync("javac", ["-version"]).error)("a jar is run on Debian's JDK", async () => {
  const directory = folder("own-jar", { "Main.java": javaServer });
  execFileSync("javac", ["--release=17", "Main.java"], { cwd: directory });
  const names = ["Main.class", "Main$1.class"].filter((name) => existsSync(join(directory, name)));
  execFileSync("jar", ["cfe", "app.jar", "Main", ...names], { cwd: directory });
  const { rows, recipe, stderr } = await shapes([directory, "--shape=bare,virtual"]);
  expect(stderr).toContain("jvm app app.jar: the jar that was built");
  expect(rows.map(({ status }) => held(status))).toEqual(["measured", "measured"]);
  expect(recipe.command).toMatch(/PORT=8000 SERVER_PORT=8000 .* java -jar app\.jar$/);
  expect(leftovers()).toEqual([]);
});

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
  <properties>
    <maven.compiler.release>21</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-jar-plugin</artifactId>
        <configuration>
          <archive><manifest><mainClass>Main</mainClass></manifest></archive>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`;

test("a pom.xml is built where the app is built, its resources in its one jar, and that run", async () => {
  const reading = 'Main.class.getResourceAsStream("/words.txt").readAllBytes()';
  const files = {
    "pom.xml": pom,
    "src/main/java/Main.java": javaServer.replace('"java".getBytes()', reading),
    "src/main/resources/words.txt": "here",
    "target/old.jar": "",
  };
  const { rows, recipe, stderr: told } = await shapes([folder("own-pom", files), "--shape=bare"]);
  expect(told).toMatch(/bodies.* of 4 bytes/);
  expect(rows.map(({ status }) => held(status))).toEqual(["measured"]);
  expect(recipe.install).toBe("mvn -DskipTests package && cp target/*.jar app.jar");

  const broken = { ...files, "src/main/java/Main.java": "class Main { int x = }" };
  const { code, stderr } = await runBench(["shapes", folder("broken-pom", broken), ...quick]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/Main\.java:\[1,\d+\]/);
  expect(stderr).toContain("what pom.xml and its lockfile say does not install, or does not build");
  expect(leftovers()).toEqual([]);
});

test("an app that asks the slow upstream finds it", async () => {
  const server = `require("node:http").createServer(async (_, response) => {
  const answer = await fetch(process.env.UPSTREAM_URL + "/wait?ms=5");
  response.end(String(answer.status));
}).listen(process.env.PORT);
`;
  const written = { interface: "node", entry: "server.js", services: { upstream: true } };
  const files = { "server.js": server, "stackbench.json": JSON.stringify(written) };
  const { stderr, rows } = await shapes([folder("asks", files), "--shape=bare"]);
  expect(stderr).toContain("bodies of 3 bytes");
  expect(held(rows[0]!.status)).toBe("measured");
  expect(leftovers()).toEqual([]);
});
