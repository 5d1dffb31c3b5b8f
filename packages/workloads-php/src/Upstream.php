<?php

declare(strict_types=1);

namespace Stackbench;

/** The workload `upstream`, over a connection of its own for each call: PHP 8.4 keeps none from request to request. */
final class Upstream
{
    private const CALL_SECONDS = 30;

    /**
     * Throws a Refusal: 502 where the upstream fails, 503 where there is none.
     *
     * @param array<mixed> $query
     */
    public static function answer(array $query): Answer
    {
        $ms = Input::integer($query, 'ms', 0, 10_000, 50);
        $url = getenv('UPSTREAM_URL') ?: throw new Refusal(503, 'UPSTREAM_URL is not set');
        $context = stream_context_create(['http' => [
            'protocol_version' => '1.1',
            'header' => 'Connection: close',
            'ignore_errors' => true,
            'timeout' => self::CALL_SECONDS,
        ]]);
        $body = @file_get_contents(rtrim($url, '/') . "/wait?ms=$ms", false, $context);
        if ($body === false) {
            throw new Refusal(502, 'upstream: ' . (error_get_last()['message'] ?? 'no answer'));
        }
        $status = $http_response_header[0] ?? '';
        $value = preg_match('/\AHTTP\/\S+ 200\b/', $status) === 1 ? json_decode($body, true) : null;
        $waitedMs = is_array($value) ? $value['waitedMs'] ?? null : null;
        if (!is_int($waitedMs)) {
            throw new Refusal(502, "upstream: expected 200 {\"waitedMs\":n}, got $status " . substr($body, 0, 80));
        }
        return Answer::json(200, ['waitedMs' => $waitedMs]);
    }
}
