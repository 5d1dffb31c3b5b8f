import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { canMakeCertificates, createAuthority, type Authority } from "@stackbench/http1/testing";
import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import { canServeDockerd, startTlsDockerd } from "./testing/tls-dockerd.ts";

/** The engine of this machine behind a port that takes nobody without a certificate of this authority, as `dockerd --tlsverify` does. */
async function serveEngine(authority: Authority): Promise<AsyncDisposable & { address: string }> {
  const options = { ...authority.sign("IP:127.0.0.1"), ca: authority.cert, requestCert: true };
  const server = createServer({ ...options, rejectUnauthorized: true }, (near) => {
    const far = connect("/var/run/docker.sock");
    for (const socket of [near, far]) socket.on("error", () => {});
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `tcp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As DOCKER_CERT_PATH has it: whom the client trusts, and what it shows. */
function certificates(trusted: Authority, signer: Authority): string {
  const folder = mkdtempSync(join(tmpdir(), "stackbench-certificates-"));
  const { key, cert } = signer.sign("DNS:client");
  writeFileSync(join(folder, "ca.pem"), trusted.cert);
  writeFileSync(join(folder, "key.pem"), key);
  writeFileSync(join(folder, "cert.pem"), cert);
  return folder;
}

test.runIf(canMakeCertificates)(
  "a stack is verified on an engine behind TLS, which takes nobody else, and is taken for no other",
  async () => {
    using authority = createAuthority();
    using stranger = createAuthority();
    await using engine = await serveEngine(authority);
    const verifyWith = async (trusted: Authority, signer: Authority) => {
      const DOCKER_CERT_PATH = certificates(trusted, signer);
      const words = ["verify", "node-http:bare", "--driver=docker", `--host=${engine.address}`];
      try {
        return await runBench(words, undefined, { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH });
      } finally {
        rmSync(DOCKER_CERT_PATH, { recursive: true });
      }
    };
    const { code, stdout, stderr } = await verifyWith(authority, authority);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain("1 verified, 0 failed");

    const unknown = await verifyWith(authority, stranger);
    expect(unknown.code, unknown.stderr).not.toBe(0);
    expect(unknown.stderr).toMatch(/another client's certificate/);

    const pretender = await verifyWith(stranger, authority);
    expect(pretender.code, pretender.stderr).not.toBe(0);
    expect(pretender.stderr).toMatch(/certificate/i);
  },
);

test.runIf(canMakeCertificates && canServeDockerd)(
  "`dockerd --tlsverify` itself is asked for its Swarm, and told from one that is not trusted",
  async () => {
    using authority = createAuthority();
    using stranger = createAuthority();
    await using engine = await startTlsDockerd(authority);
    const folders: string[] = [];
    const shown = (trusted: Authority, signer: Authority) => {
      const DOCKER_CERT_PATH = certificates(trusted, signer);
      folders.push(DOCKER_CERT_PATH);
      return { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH };
    };
    const nodes = (environment: Readonly<Record<string, string>>) =>
      engine.bench(["nodes", `--host=${engine.address}`], environment);
    try {
      const ours = shown(authority, authority);
      engine.docker(["swarm", "init", "--advertise-addr", "127.0.0.1"], ours);
      const { code, stdout, stderr } = await nodes(ours);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("ready, manager");

      const unknown = await nodes(shown(authority, stranger));
      expect(unknown.code, unknown.stderr).not.toBe(0);
      expect(unknown.stderr).toMatch(/certificate/i);

      const pretender = await nodes(shown(stranger, authority));
      expect(pretender.code, pretender.stderr).not.toBe(0);
      expect(pretender.stderr).toMatch(/certificate/i);
    } finally {
      for (const folder of folders) rmSync(folder, { recursive: true });
    }
  },
);
