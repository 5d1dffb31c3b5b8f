import { variantKey } from "@stackbench/model";
import { expect, test } from "vitest";
import { findAddress } from "./find-address.ts";
import { refuseTwice, selectServers, urlOf } from "./select-servers.ts";

test.each([
  ["http://127.0.0.1:8000", "url:127.0.0.1-8000"],
  ["http://[::1]:8000", "url:::1-8000"],
  ["https://localhost:8443", "url:localhost-8443-tls"],
  ["unix:/tmp/a-1/app.sock", "url:unix-%2Ftmp%2Fa-1%2Fapp.sock"],
  ["unix:@app-80", "url:unix-%40app-80"],
])("%s is the variant %s, from which it is found again", async (url, key) => {
  const { places, isHere } = await findAddress(url, false);
  const reached = { transport: "tcp", at: "" } as const;
  const servers = selectServers([{ ...places[0], isHere, reached }], []);
  expect([...servers.values()].map(({ variant }) => variantKey(variant))).toEqual([key]);
  expect(urlOf(key)).toBe(url);
});

test("one server under two names of this machine is refused", async () => {
  const found = await Promise.all(
    ["http://0.0.0.0:8000", "http://127.0.0.1:8000"].map((url) => findAddress(url, false)),
  );
  expect(() => refuseTwice(found)).toThrow(/got http:\/\/127\.0\.0\.1:8000 twice/);
});
