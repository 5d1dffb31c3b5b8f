import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { engineEndpoints } from "./engine-endpoints.ts";

const none = (): undefined => undefined;
const files =
  (texts: Record<string, string>) =>
  (path: string): string | undefined =>
    texts[path];
const digest = createHash("sha256").update("lab").digest("hex");
const meta = `/home/ann/.docker/contexts/meta/${digest}/meta.json`;
const labContext = {
  [meta]: JSON.stringify({ Name: "lab", Endpoints: { docker: { Host: "unix:///run/lab.sock" } } }),
};

describe("engineEndpoints", () => {
  it("tries the usual sockets one after the other", () => {
    const found = engineEndpoints({ HOME: "/home/ann", XDG_RUNTIME_DIR: "/run/user/7" }, none);
    expect(found.map((endpoint) => endpoint.kind === "unix" && endpoint.socketPath)).toEqual([
      "/var/run/docker.sock",
      "/run/user/7/docker.sock",
      "/home/ann/.docker/run/docker.sock",
      "/home/ann/.docker/desktop/docker.sock",
    ]);
  });

  it("takes DOCKER_HOST alone, before any context", () => {
    const env = { HOME: "/home/ann", DOCKER_HOST: "unix:///run/x.sock", DOCKER_CONTEXT: "lab" };
    expect(engineEndpoints(env, files(labContext))).toEqual([
      { kind: "unix", socketPath: "/run/x.sock", source: "DOCKER_HOST" },
    ]);
  });

  it("reads TCP with and without TLS from DOCKER_HOST", () => {
    const plain = engineEndpoints({ DOCKER_HOST: "tcp://10.0.0.7:2375" }, none);
    expect(plain).toEqual([{ kind: "tcp", host: "10.0.0.7", port: 2375, source: "DOCKER_HOST" }]);
    const env = { DOCKER_HOST: "tcp://box", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/pem" };
    const secure = engineEndpoints(env, files({ "/pem/ca.pem": "CA", "/pem/key.pem": "KEY" }));
    expect(secure).toEqual([
      {
        kind: "tcp",
        host: "box",
        port: 2376,
        source: "DOCKER_HOST",
        tls: { ca: "CA", key: "KEY", verify: true },
      },
    ]);
  });

  it("follows the current context of the configuration, and DOCKER_CONTEXT before it", () => {
    const texts = {
      ...labContext,
      "/home/ann/.docker/config.json": JSON.stringify({ currentContext: "lab" }),
    };
    const expected = [{ kind: "unix", socketPath: "/run/lab.sock", source: 'context "lab"' }];
    expect(engineEndpoints({ HOME: "/home/ann" }, files(texts))).toEqual(expected);
    const env = { HOME: "/home/ann", DOCKER_CONTEXT: "default" };
    expect(engineEndpoints(env, files(texts))).toHaveLength(3);
  });

  it("says what is wrong with an unknown context and a strange host", () => {
    const [context] = engineEndpoints({ HOME: "/home/ann", DOCKER_CONTEXT: "gone" }, none);
    expect(context).toMatchObject({ kind: "unusable", source: 'context "gone"' });
    const [host] = engineEndpoints({ DOCKER_HOST: "npipe://box" }, none);
    expect(host).toMatchObject({
      reason: 'expected unix:///path, tcp://host:port or ssh://user@host, got "npipe://box"',
    });
  });

  it("reads ssh with user, port and socket, or with what ssh itself knows of the host", () => {
    const read = (DOCKER_HOST: string) => engineEndpoints({ DOCKER_HOST }, none)[0];
    expect(read("ssh://box")).toEqual({
      kind: "ssh",
      destination: "box",
      remoteSocket: "/var/run/docker.sock",
      source: "DOCKER_HOST",
    });
    expect(read("ssh://ann@box.example:2222/run/user/7/docker.sock")).toMatchObject({
      destination: "ann@box.example",
      port: 2222,
      remoteSocket: "/run/user/7/docker.sock",
    });
  });

  it("takes nothing for an ssh host that would be an option of ssh, and no password", () => {
    for (const text of ["ssh://-oProxyCommand=x", "ssh://-l@box", "ssh://ann:secret@box"]) {
      const [found] = engineEndpoints({ DOCKER_HOST: text }, none);
      expect(found, text).toMatchObject({ kind: "unusable" });
      expect(JSON.stringify(found)).not.toContain("secret");
    }
  });

  it("takes a broken configuration for none", () => {
    const texts = { "/home/ann/.docker/config.json": "{broken" };
    expect(engineEndpoints({ HOME: "/home/ann" }, files(texts))).toHaveLength(3);
  });
});
