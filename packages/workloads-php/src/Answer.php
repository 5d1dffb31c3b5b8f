<?php

declare(strict_types=1);

namespace Stackbench;

/** What an endpoint gives back, before it is sent. `body` is null where there is none (204). */
final class Answer
{
    /** @param array<string, string> $headers */
    private function __construct(
        public readonly int $status,
        public readonly array $headers,
        public readonly ?string $body,
    ) {
    }

    /** Compact JSON in UTF-8, keys in the order they are given in. */
    public static function json(int $status, mixed $value, ?string $location = null): self
    {
        $headers = ['Content-Type' => 'application/json; charset=utf-8'];
        if ($location !== null) {
            $headers['Location'] = $location;
        }
        $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;
        return new self($status, $headers, json_encode($value, $flags));
    }

    public static function text(string $text): self
    {
        return new self(200, ['Content-Type' => 'text/plain; charset=utf-8'], $text);
    }

    public static function html(string $text): self
    {
        return new self(200, ['Content-Type' => 'text/html; charset=utf-8'], $text);
    }

    public static function empty(): self
    {
        return new self(204, [], null);
    }

    public static function notFound(): self
    {
        return self::json(404, ['error' => 'not found']);
    }

    /** The length is told, or the server would send the body in chunks. */
    public function send(): void
    {
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        if ($this->body === null) {
            // Without a type PHP would tell the one that it has by itself.
            ini_set('default_mimetype', '');
            return;
        }
        header('Content-Length: ' . strlen($this->body));
        echo $this->body;
    }
}
