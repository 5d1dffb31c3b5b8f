<?php

declare(strict_types=1);

namespace Stackbench;

/** The workloads `render-name` and `render-table`, by PHP's own templates. */
final class Render
{
    /** @param array<mixed> $query */
    public static function name(array $query): Answer
    {
        return self::filled('name.php', ['name' => Input::name($query)]);
    }

    public static function table(): Answer
    {
        $rows = [];
        for ($row = 0; $row < 6; $row++) {
            for ($column = 0; $column < 4; $column++) {
                $rows[$row][] = "$row,$column";
            }
        }
        return self::filled('table.php', ['rows' => $rows]);
    }

    /** @param array<string, mixed> $values what the template names */
    private static function filled(string $template, array $values): Answer
    {
        ob_start();
        (static function () use ($template, $values): void {
            extract($values);
            require __DIR__ . "/templates/$template";
        })();
        return Answer::html((string) ob_get_clean());
    }
}
