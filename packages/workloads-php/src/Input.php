<?php

declare(strict_types=1);

namespace Stackbench;

/** Input checks. All throw a Refusal (400) that says what was expected and what was got. */
final class Input
{
    /** Biggest request body that is read; beyond it 413. */
    public const BODY_LIMIT_BYTES = 64 * 1024;

    private const NAME_LIMIT = 200;

    /**
     * A decimal integer of the query; the default where it is not given.
     *
     * @param array<mixed> $query texts by name
     */
    public static function integer(array $query, string $name, int $least, int $most, int $default): int
    {
        $given = $query[$name] ?? null;
        if ($given === null) {
            return $default;
        }
        // A cast alone takes anything, and what is beyond 64 bits for the biggest number.
        if (is_string($given) && preg_match('/\A-?[0-9]{1,19}\z/', $given) === 1) {
            $value = filter_var(self::plain($given), FILTER_VALIDATE_INT);
            if ($value !== false && $value >= $least && $value <= $most) {
                return $value;
            }
        }
        throw Refusal::badInput("$name: expected an integer from $least to $most, got " . self::quote($given));
    }

    /**
     * The `name` of the query, which must be there.
     *
     * @param array<mixed> $query
     */
    public static function name(array $query): string
    {
        return self::checkedName($query['name'] ?? null);
    }

    /** An item's id; null where it is beyond PostgreSQL's bigint, so that no item can have it. */
    public static function id(string $given): ?int
    {
        if (preg_match('/\A[1-9][0-9]*\z/', $given) !== 1) {
            throw Refusal::badInput('id: expected a positive integer, got ' . self::quote($given));
        }
        $value = filter_var($given, FILTER_VALIDATE_INT);
        return $value === false ? null : $value;
    }

    /**
     * Name and quantity of the item in a request's body. Unknown fields are ignored.
     *
     * @return array{string, int}
     */
    public static function item(string $body): array
    {
        if (strlen($body) > self::BODY_LIMIT_BYTES) {
            throw new Refusal(413, 'expected a body of at most ' . self::BODY_LIMIT_BYTES . ' bytes');
        }
        try {
            $value = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        } catch (\JsonException $error) {
            throw Refusal::badInput('expected JSON in UTF-8, got: ' . $error->getMessage());
        }
        if (!is_array($value)) {
            throw Refusal::badInput('expected a JSON object {"name":"…","quantity":n}');
        }
        $name = self::checkedName($value['name'] ?? null);
        $quantity = $value['quantity'] ?? null;
        if (is_int($quantity) && $quantity >= -(2 ** 31) && $quantity < 2 ** 31) {
            return [$name, $quantity];
        }
        throw Refusal::badInput('quantity: expected a 32-bit integer, got ' . self::quote($quantity));
    }

    private static function checkedName(mixed $name): string
    {
        if (!is_string($name)) {
            throw Refusal::badInput('name: expected a string, got ' . self::quote($name));
        }
        if (!mb_check_encoding($name, 'UTF-8') || str_contains($name, "\0")) {
            throw Refusal::badInput('name: expected Unicode text without NUL');
        }
        $length = mb_strlen($name, 'UTF-8');
        if ($length > self::NAME_LIMIT) {
            throw Refusal::badInput('name: expected at most ' . self::NAME_LIMIT . " characters, got $length");
        }
        return $name;
    }

    /** Without zeros in front, which the filter takes for octal. */
    private static function plain(string $digits): string
    {
        $sign = $digits[0] === '-' ? '-' : '';
        $bare = ltrim($digits, '-0');
        return $bare === '' ? '0' : $sign . $bare;
    }

    private static function quote(mixed $value): string
    {
        if ($value === null) {
            return 'nothing';
        }
        $text = (string) json_encode($value, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR);
        return strlen($text) <= 60 ? $text : mb_strcut($text, 0, 57, 'UTF-8') . '...';
    }
}
