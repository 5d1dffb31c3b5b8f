import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { UsageError } from "@stackbench/model";
import { findAddress } from "./find-address.ts";

const own = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ family, internal }) => family === "IPv4" && !internal)
  .map(({ address }) => address);

test.each([
  "http://127.0.0.1:8000",
  "http://127.8.9.1:8000",
  "http://[::1]:8000",
  "http://0.0.0.0:8000",
  "http://[::]:8000",
  "http://[::ffff:127.0.0.1]:8000",
  "http://localhost:8000",
  ...own.map((address) => `http://${address}:8000`),
])("%s is this machine's, whoever allowed what", async (url) => {
  expect(await findAddress(url, false)).toMatchObject({ port: 8000, isHere: true });
});

test("another machine's needs to be allowed", async () => {
  await expect(findAddress("http://192.0.2.1:8000", false)).rejects.toThrow(UsageError);
  expect(await findAddress("http://192.0.2.1:8000", true)).toMatchObject({ isHere: false });
});
