import unittest
from typing import Any

from stackbench_workloads.answer import created, empty
from stackbench_workloads.asgi_messages import Message, read_body, send_answer
from stackbench_workloads.read_input import BODY_LIMIT_BYTES
from stackbench_workloads.refusal import Refusal


def part(body: bytes, more_body: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more_body}


class ReadBody(unittest.IsolatedAsyncioTestCase):
    async def read(self, *messages: Message) -> bytes:
        self.coming = list(messages)

        async def receive() -> Message:
            return self.coming.pop(0)

        return await read_body(receive)

    async def test_joins_the_parts_in_their_order(self) -> None:
        self.assertEqual(
            await self.read(part(b"ab", True), part(b"", True), part(b"c", False)), b"abc"
        )

    async def test_takes_absent_keys_for_an_empty_last_part(self) -> None:
        self.assertEqual(await self.read({"type": "http.request"}), b"")

    async def test_takes_a_body_at_the_limit_and_refuses_a_bigger_one(self) -> None:
        whole = b"x" * BODY_LIMIT_BYTES
        self.assertEqual(await self.read(part(whole, True), part(b"", False)), whole)
        with self.assertRaises(Refusal) as caught:
            await self.read(part(whole, True), part(b"x", True), part(b"x", False))
        self.assertEqual(caught.exception.status, 413)
        self.assertEqual(len(self.coming), 1, "it read on although it was too big already")

    async def test_gives_up_when_the_client_has_gone(self) -> None:
        with self.assertRaises(Refusal) as caught:
            await self.read(part(b"ab", True), {"type": "http.disconnect"})
        self.assertEqual(caught.exception.status, 400)


class SendAnswer(unittest.IsolatedAsyncioTestCase):
    async def send(self, answer: Any) -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        await send_answer(send, answer)
        return sent

    async def test_sends_status_headers_length_and_body(self) -> None:
        start, body = await self.send(created("/items/7", {"name": "é"}))
        self.assertEqual((start["type"], start["status"]), ("http.response.start", 201))
        self.assertEqual(
            dict(start["headers"]),
            {
                b"content-type": b"application/json; charset=utf-8",
                b"location": b"/items/7",
                b"content-length": b"13",
            },
        )
        self.assertEqual(body, {"type": "http.response.body", "body": '{"name":"é"}'.encode()})

    async def test_sends_no_length_where_there_is_no_body(self) -> None:
        start, body = await self.send(empty())
        self.assertEqual((start["status"], start["headers"], body["body"]), (204, [], b""))
