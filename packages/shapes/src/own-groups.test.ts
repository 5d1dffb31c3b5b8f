import { expect, test } from "vitest";
import { withGroups } from "./own-groups.ts";

const shape: Parameters<typeof withGroups>[0] = {
  command: ["sh", "serve.sh", "Before", "{groups}", "After"],
};
const api = { workers: 2, threads: 5, paths: ["/api/"] };
const admin = { workers: 1, threads: 15, paths: ["/api/admin", "/x"] };

test("each group has its processes, and the longest beginning of a path is the last, for the last counts", () => {
  const { command, processGroups } = withGroups(shape, { admin, api })!;
  expect(command.slice(0, 3)).toEqual(["sh", "serve.sh", "Before"]);
  expect(command.at(-1)).toBe("After");
  expect(command.filter((line) => line.startsWith("WSGIDaemonProcess"))).toEqual([
    "WSGIDaemonProcess my-app processes=1 threads=15 listen-backlog=640 display-name=%{GROUP}",
    "WSGIDaemonProcess admin processes=1 threads=15 listen-backlog=640 display-name=%{GROUP}",
    "WSGIDaemonProcess api processes=2 threads=5 listen-backlog=640 display-name=%{GROUP}",
  ]);
  expect(command.slice(command.indexOf("WSGIProcessGroup my-app") + 1, -1)).toEqual(
    [
      ["/x", "admin"],
      ["/api/", "api"],
      ["/api/admin", "admin"],
    ].flatMap(([path, name]) => [
      `<LocationMatch "^\\Q${path}\\E">`,
      `WSGIProcessGroup ${name}`,
      "</LocationMatch>",
    ]),
  );
  expect(processGroups).toEqual({
    "my-app": { workers: 1, threads: 15, paths: [], title: "(wsgi:my-app)" },
    api: { ...api, title: "(wsgi:api)" },
    admin: { ...admin, title: "(wsgi:admin)" },
  });
});

test("a shape without a place for groups is as it is, one with a place is none without groups", () => {
  const other = { command: ["gunicorn"] };
  expect(withGroups(other, { api })).toBe(other);
  expect(withGroups(shape)).toBeUndefined();
});
