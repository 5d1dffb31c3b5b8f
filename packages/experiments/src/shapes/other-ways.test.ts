import type { Selected } from "@stackbench/model";
import { expect, test } from "vitest";
import { otherWays } from "./other-ways.ts";

const plain = { server: "gunicorn", proxy: "none", protocol: "http", tls: "none", workers: 1 };

function shape(id: string, differs: object): Selected {
  return { variant: { ...plain, id, ...differs } } as unknown as Selected;
}

test("what an app may tell of how it is served makes another way: server, proxy, protocol and TLS, not workers", () => {
  const all = [
    shape("plain", {}),
    shape("2n1", { workers: 5 }),
    shape("granian", { server: "granian" }),
    shape("nginx", { proxy: "nginx" }),
    shape("nginx-unix", { proxy: "nginx", socket: "unix" }),
    shape("nginx-tls", { proxy: "nginx", tls: "proxy" }),
    shape("nginx-uwsgi", { proxy: "nginx", protocol: "uwsgi" }),
  ];
  const others = otherWays(all, all[0]!).map(({ variant }) => variant.id);
  expect(others).toEqual(["granian", "nginx", "nginx-tls", "nginx-uwsgi"]);
});
