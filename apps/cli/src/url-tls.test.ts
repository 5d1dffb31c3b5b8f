import { readdir, readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { canMakeCertificates, createAuthority, type Authority } from "@stackbench/http1/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { held, quick, quickRounds, reachedIn, type Rows } from "./testing/quick-rows.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { serve } from "./testing/serve.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

/** `--url=https://…` as people use it. */
const out = temporaryResults();
let authority: Authority;
beforeAll(() => {
  if (canMakeCertificates) authority = createAuthority();
});
afterAll(() => authority?.[Symbol.dispose]());

const serveTls = (listener: RequestListener) => serve(listener, authority.sign("DNS:localhost"));

/** Measures servers that do not speak the contract. */
const measureLearnt = (...given: readonly string[]) =>
  runBench([...given, "--json", `--out=${out}`, ...quick]);

test.runIf(canMakeCertificates)(
  "a server is measured beside the same without it, keeping connections or closing each",
  async () => {
    const listener: RequestListener = (_, response) => response.end("hi");
    const [secure, closing, plain] = await Promise.all([
      serveTls(listener),
      serveTls((_, response) => {
        response.setHeader("Connection", "close");
        response.end("hi");
      }),
      serve(listener),
    ]);
    const { code, stdout, stderr } = await measureLearnt(
      `--url=${secure},${closing},${plain}`,
      "--path=/",
      `--ca=${authority.file}`,
    );
    expect(heldCodes, stderr).toContain(code);
    const { runId, rows } = JSON.parse(stdout) as Rows;
    expect(rows.map(({ status }) => held(status))).toEqual(["measured", "measured", "measured"]);
    const kinds = rows.flatMap(({ cautions }) => cautions.map(({ kind }) => kind));
    expect(kinds).not.toContain("errors");
    expect(stderr).toMatch(/https:\/\/localhost:\d+ .*speaks TLSv1\.3 with TLS_.*was verified/);
    expect(stderr).toContain(`${closing} closes each connection after its answer, and says so`);
    const run = await readFile(join(out, runId, "run.json"), "utf8");
    // By which it is gone on with after an interruption.
    expect(JSON.parse(run)).toMatchObject({ sources: { from: "servers", ca: authority.file } });
    const [reached, , other] = await reachedIn(out, runId);
    expect(reached).toMatchObject({
      transport: "tls",
      tls: { protocol: "TLSv1.3", certificate: "verified" },
    });
    expect(other).toMatchObject({ transport: "tcp" });
    const shown = await readFile(join(out, runId, "table.md"), "utf8");
    expect(shown).toMatch(/tls 127\.0\.0\.1:\d+ \(TLSv1\.3, TLS_\w+, certificate verified\)/);
  },
);

test.runIf(canMakeCertificates)(
  "what is wrong with a certificate is said before anything is measured",
  async () => {
    const url = await serveTls((_, response) => response.end("hi"));
    const refused = await measureLearnt(`--url=${url}/`);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/signed by an authority that is not known here.*say --ca=/);
    const byAddress = url.replace("localhost", "127.0.0.1");
    const other = await measureLearnt(`--url=${byAddress}`, "--path=/", `--ca=${authority.file}`);
    expect(other.stderr).toMatch(/is for DNS:localhost, and not for 127\.0\.0\.1/);
    const taken = await measureLearnt(`--url=${byAddress}`, "--path=/", "--insecure");
    expect(heldCodes, taken.stderr).toContain(taken.code);
    expect(taken.stderr).toContain("was not looked at (--insecure)");
    const verified = await runBench(["verify", `--url=${byAddress}`, "--path=/", "--insecure"]);
    expect(verified.stdout).toContain("1 verified, 0 failed");
  },
);

test.runIf(canMakeCertificates)("a redirect to the same over TLS names what to ask", async () => {
  const secure = await serveTls((_, response) => response.end("hi"));
  const url = await serve((_, response) => {
    response.writeHead(301, { Location: `${secure}/x` }).end();
  });
  const { code, stderr } = await measureLearnt(`--url=${url}`, "--path=/x");
  expect(code).toBe(2);
  expect(stderr).toContain(
    `got 301, which leads to ${secure}/x on another server: say --url=${secure}/x`,
  );
});

test.runIf(canMakeCertificates)(
  "a killed run goes on by its number alone, with the authority that it was given",
  async () => {
    const before = await readdir(out);
    const url = await serveTls((_, response) => response.end("hi"));
    const first = await runBench(
      [`--url=${url}`, "--path=/", `--ca=${authority.file}`, `--out=${out}`, ...quickRounds(3)],
      (stderr, kill) => {
        if (stderr.includes("[1/3]")) kill("SIGKILL");
      },
    );
    expect(first.code, first.stderr).toBeNull();
    const runId = (await readdir(out)).find((name) => !before.includes(name));
    const second = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
    expect(heldCodes, second.stderr).toContain(second.code);
    const { rows } = JSON.parse(second.stdout) as Rows;
    expect(rows.map(({ windows }) => windows.measured)).toEqual([3]);
    expect(await reachedIn(out, runId!)).toMatchObject([
      { transport: "tls", tls: { certificate: "verified" } },
    ]);
  },
);
