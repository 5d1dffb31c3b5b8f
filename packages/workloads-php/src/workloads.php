<?php

declare(strict_types=1);

/**
 * What every PHP stack of stackbench shares, so that stacks differ only in what is compared. Endpoints take a query
 * (texts by name), a path's id or a body's bytes and give an Answer, or throw a Refusal; a stack routes to them and
 * writes the answer. Classes are loaded when they are first named, as Composer does it.
 */
spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Stackbench\\')) {
        require __DIR__ . '/' . substr($class, strlen('Stackbench\\')) . '.php';
    }
});
