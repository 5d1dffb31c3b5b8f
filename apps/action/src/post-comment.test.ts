import { HostError } from "@stackbench/model";
import { expect, test } from "vitest";
import { markerOf } from "./compose-comment.ts";
import { GitHub, Refused } from "./github.ts";
import { postComment } from "./post-comment.ts";
import { FakeGitHub } from "./testing/fake-github.ts";

const marker = markerOf("./my-app ");
const author = "github-actions[bot]";
const clientOf = (server: FakeGitHub, token = "token"): GitHub =>
  new GitHub(server.url, "me/app", token);
const wanted = (verdict: string) => ({ issue: 7, marker, author, body: `${marker}\n${verdict}\n` });

test("there is one comment, which each run changes", async () => {
  await using server = await FakeGitHub.start();
  const first = await postComment(clientOf(server), wanted("TIE"));
  const second = await postComment(clientOf(server), wanted("SLOWER"));
  expect([first.isNew, second.isNew]).toEqual([true, false]);
  expect(second.url).toBe(first.url);
  expect(server.comments.map(({ body }) => body)).toEqual([`${marker}\nSLOWER\n`]);
});

test("it is found behind two hundred others", async () => {
  await using server = await FakeGitHub.start();
  for (let index = 0; index < 200; index++) server.write("somebody", `comment ${index}`);
  await postComment(clientOf(server), wanted("TIE"));
  expect(await postComment(clientOf(server), wanted("SLOWER"))).toMatchObject({ isNew: false });
  expect(server.comments).toHaveLength(201);
  expect(server.asked.filter((line) => line.startsWith("GET")).slice(-3)).toEqual([
    "GET /repos/me/app/issues/7/comments?per_page=100&page=1",
    "GET /repos/me/app/issues/7/comments?per_page=100&page=2",
    "GET /repos/me/app/issues/7/comments?per_page=100&page=3",
  ]);
});

test("whoever writes the marker, or has it in a text of ours, is not taken for it", async () => {
  await using server = await FakeGitHub.start();
  const others = [
    server.write("mallory", `${marker}\nFASTER`),
    server.write("github-actions", `${marker}\nFASTER`),
    server.write(null, `${marker}\nFASTER`),
    server.write(author, `Another workflow quotes:\n${marker}\nFASTER`),
    server.write(author, `${markerOf("./other ")}\nTIE`),
  ];
  const before = structuredClone(others);
  expect(await postComment(clientOf(server), wanted("SLOWER"))).toMatchObject({ isNew: true });
  expect(server.comments.slice(0, 5)).toEqual(before);
});

test("a token that may only read is refused, and nothing else is taken for that", async () => {
  await using server = await FakeGitHub.start();
  server.mayWrite = false;
  const refused = postComment(clientOf(server), wanted("TIE"));
  await expect(refused).rejects.toThrow(Refused);
  await expect(refused).rejects.toThrow(/403 Resource not accessible by integration/);
  server.mayWrite = true;
  const wrong = postComment(clientOf(server, "another"), wanted("TIE"));
  await expect(wrong).rejects.toThrow(HostError);
  await expect(wrong).rejects.toThrow(/401 Bad credentials/);
  server.remaining = 0;
  await expect(postComment(clientOf(server), wanted("TIE"))).rejects.toThrow(HostError);
  const nobody = new GitHub("http://127.0.0.1:1", "me/app", "token");
  await expect(postComment(nobody, wanted("TIE"))).rejects.toThrow(/does not answer/);
});
