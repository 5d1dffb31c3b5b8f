<?php

declare(strict_types=1);

// The contract in plain PHP: every request comes here.
use Stackbench\Answer;
use Stackbench\Computing;
use Stackbench\Input;
use Stackbench\Items;
use Stackbench\Refusal;
use Stackbench\Render;
use Stackbench\Upstream;

require '/srv/workloads-php/src/workloads.php';

/** Of a name given twice PHP's own query has the last. */
function route(string $method, string $path): Answer
{
    return match ("$method $path") {
        'GET /hello' => Answer::text('Hello, world!'),
        'GET /hash-sort' => Computing::hashSort($_GET),
        'GET /lookup' => Computing::lookup($_GET),
        'GET /render-name' => Render::name($_GET),
        'GET /render-table' => Render::table(),
        'GET /report' => Computing::report($_GET),
        'GET /upstream' => Upstream::answer($_GET),
        'GET /healthz' => Items::healthz(),
        'GET /items' => Items::list($_GET),
        'POST /items' => Items::create(body()),
        default => str_starts_with($path, '/items/') ? routeItem($method, substr($path, 7)) : Answer::notFound(),
    };
}

function routeItem(string $method, string $id): Answer
{
    return match ($method) {
        'GET' => Items::read($id),
        'PUT' => Items::replace($id, body()),
        'DELETE' => Items::remove($id),
        default => Answer::notFound(),
    };
}

/** Of a body that is too long only enough to see it. */
function body(): string
{
    return (string) file_get_contents('php://input', length: Input::BODY_LIMIT_BYTES + 1);
}

try {
    $path = rawurldecode(strstr($_SERVER['REQUEST_URI'] . '?', '?', true));
    route($_SERVER['REQUEST_METHOD'], $path)->send();
} catch (Refusal $refusal) {
    $refusal->answer()->send();
}
