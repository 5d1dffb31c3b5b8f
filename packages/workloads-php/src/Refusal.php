<?php

declare(strict_types=1);

namespace Stackbench;

/** Thrown by endpoints for a request that they will not serve. The message goes to the client. */
final class Refusal extends \Exception
{
    public function __construct(private readonly int $status, string $message)
    {
        parent::__construct($message);
    }

    public static function badInput(string $message): self
    {
        return new self(400, $message);
    }

    /** `{"error":"…"}` with the refusal's status. */
    public function answer(): Answer
    {
        return Answer::json($this->status, ['error' => $this->getMessage()]);
    }
}
