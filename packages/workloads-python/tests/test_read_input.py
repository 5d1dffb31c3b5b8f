import json
import unittest

from stackbench_workloads.read_input import read_id, read_integer, read_item, read_name
from stackbench_workloads.refusal import Refusal


def read(given: str) -> int:
    return read_integer({"n": given}, "n", least=-5, most=100, default=7)


class Integers(unittest.TestCase):
    def test_takes_decimal_integers_in_range(self) -> None:
        self.assertEqual([read(text) for text in ("-5", "0", "007", "100")], [-5, 0, 7, 100])

    def test_takes_the_default_only_where_nothing_is_given(self) -> None:
        self.assertEqual(read_integer({}, "n", least=0, most=9, default=7), 7)
        with self.assertRaises(Refusal):
            read("")

    def test_refuses_what_python_alone_would_take(self) -> None:
        for text in ("+1", " 1", "1 ", "1\n", "1_0", "\u0663", "0x1", "1.0", "1e1", "9" * 5000):
            with self.subTest(text[:10]), self.assertRaises(Refusal):
                read(text)

    def test_says_what_was_expected_and_got(self) -> None:
        with self.assertRaises(Refusal) as caught:
            read("101")
        answer = caught.exception.answer()
        self.assertEqual(answer.status, 400)
        self.assertEqual(
            answer.body, b'{"error":"n: expected an integer from -5 to 100, got \\"101\\""}'
        )


class Ids(unittest.TestCase):
    def test_takes_every_bigint(self) -> None:
        self.assertEqual(read_id("1"), 1)
        self.assertEqual(read_id("9223372036854775807"), 9223372036854775807)

    def test_knows_that_no_item_has_an_id_beyond_bigint(self) -> None:
        for text in ("9223372036854775808", "9" * 300):
            self.assertIsNone(read_id(text))

    def test_refuses_the_rest(self) -> None:
        for text in ("", "0", "-1", "01", "abc", "1.5"):
            with self.subTest(text), self.assertRaises(Refusal):
                read_id(text)


class Names(unittest.TestCase):
    def test_counts_code_points(self) -> None:
        self.assertEqual(read_name({"name": "\U0001f600" * 200}), "\U0001f600" * 200)
        with self.assertRaises(Refusal):
            read_name({"name": "x" * 201})

    def test_must_be_there(self) -> None:
        with self.assertRaises(Refusal):
            read_name({})


class Items(unittest.TestCase):
    def test_takes_all_32_bit_quantities_and_ignores_other_fields(self) -> None:
        for quantity in (-(2**31), 0, 2**31 - 1):
            body = json.dumps({"x": [], "quantity": quantity, "name": "é"}).encode()
            self.assertEqual(read_item(body), ("é", quantity))

    def test_refuses_wrong_fields(self) -> None:
        for body in (
            "null",
            "[]",
            "{}",
            '{"name":"a"}',
            '{"quantity":1}',
            '{"name":1,"quantity":1}',
            '{"name":null,"quantity":1}',
            '{"name":"a","quantity":"1"}',
            '{"name":"a","quantity":true}',
            '{"name":"a","quantity":1.5}',
            '{"name":"a","quantity":2147483648}',
            '{"name":"a","quantity":-2147483649}',
            '{"name":"a\\u0000","quantity":1}',
            '{"name":"\\ud800","quantity":1}',
            json.dumps({"name": "x" * 201, "quantity": 1}),
        ):
            with self.subTest(body[:50]), self.assertRaises(Refusal) as caught:
                read_item(body.encode())
            self.assertEqual(caught.exception.status, 400)

    def test_refuses_what_is_no_json(self) -> None:
        for body in (
            b"",
            b"{",
            b'{"name":"a","quantity":1}x',
            b'{"name":"a","quantity":NaN}',
            b'{"name":"a","quantity":' + b"9" * 5000 + b"}",
            b'{"name":"\xff","quantity":1}',
            '{"name":"a","quantity":1}'.encode("utf-16"),
            b"[" * 30_000,
        ):
            with self.subTest(body[:50]), self.assertRaises(Refusal) as caught:
                read_item(body)
            self.assertEqual(caught.exception.status, 400)
