import { expect, test } from "vitest";
import { placeOf, refuseTakenPort } from "./addresses.ts";

const alone = { socket: "tcp", replicas: 1 } as const;

test("an app as it is is found where it says it listens", () => {
  expect(placeOf(alone, { replica: 0, group: 0 })).toEqual({ port: 8000 });
  expect(placeOf({ ...alone, port: 3000 }, { replica: 0, group: 0 })).toEqual({ port: 3000 });
});

test("a port that the harness's own services have is refused", () => {
  expect(() => refuseTakenPort({ port: 5432 })).toThrow(
    "expected another port than 7080, 5432, 9100, which the harness's own services have beside the app; got 5432",
  );
  expect(() => refuseTakenPort({ port: 8080 })).not.toThrow();
  expect(() => refuseTakenPort({})).not.toThrow();
});
