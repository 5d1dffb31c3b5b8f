<?php

declare(strict_types=1);

namespace Stackbench;

/** The endpoints of `items` by PDO. All throw a Refusal: 400 for bad input, 503 without a database. */
final class Items
{
    private const CONNECT_SECONDS = 5;
    private const COLUMNS = 'id, name, quantity';

    /** @param array<mixed> $query */
    public static function list(array $query): Answer
    {
        $after = Input::integer($query, 'after', 0, PHP_INT_MAX, 0);
        $limit = Input::integer($query, 'limit', 1, 100, 20);
        $sql = 'select ' . self::COLUMNS . ' from items where id > ? order by id limit ?';
        return Answer::json(200, self::ask($sql, $after, $limit)->fetchAll());
    }

    public static function create(string $body): Answer
    {
        $sql = 'insert into items(name, quantity) values (?, ?) returning ' . self::COLUMNS;
        $item = self::ask($sql, ...Input::item($body))->fetch();
        return Answer::json(201, $item, "/items/{$item['id']}");
    }

    public static function read(string $givenId): Answer
    {
        $id = Input::id($givenId);
        $sql = 'select ' . self::COLUMNS . ' from items where id = ?';
        return self::found($id !== null ? self::ask($sql, $id)->fetch() : false);
    }

    public static function replace(string $givenId, string $body): Answer
    {
        $id = Input::id($givenId);
        [$name, $quantity] = Input::item($body);
        $sql = 'update items set name = ?, quantity = ? where id = ? returning ' . self::COLUMNS;
        return self::found($id !== null ? self::ask($sql, $name, $quantity, $id)->fetch() : false);
    }

    public static function remove(string $givenId): Answer
    {
        $id = Input::id($givenId);
        $wasThere = $id !== null && self::ask('delete from items where id = ?', $id)->rowCount() > 0;
        return $wasThere ? Answer::empty() : Answer::notFound();
    }

    /** 200 once the server can serve; 503 while its database does not answer. */
    public static function healthz(): Answer
    {
        try {
            if (self::url() !== null) {
                self::ask('select 1');
            }
        } catch (\PDOException $error) {
            throw new Refusal(503, 'the database does not answer: ' . $error->getMessage());
        }
        return Answer::text('ok');
    }

    private static function found(mixed $item): Answer
    {
        return $item === false ? Answer::notFound() : Answer::json(200, $item);
    }

    /** Every statement is its own transaction, in one round trip. */
    private static function ask(string $sql, int|string ...$parameters): \PDOStatement
    {
        $statement = self::connection()->prepare($sql);
        $statement->execute($parameters);
        return $statement;
    }

    /**
     * A connection that PHP keeps from one request of this process to the next: each process has one, whatever
     * `DATABASE_POOL_SIZE` says, for it serves one request at a time and needs no more.
     */
    private static function connection(): \PDO
    {
        $url = self::url() ?? throw new Refusal(503, 'DATABASE_URL is not set');
        $parts = array_map('rawurldecode', array_map('strval', parse_url($url) ?: []));
        $place = "pgsql:host={$parts['host']};port=" . ($parts['port'] ?? '5432')
            . ';dbname=' . ltrim($parts['path'] ?? '', '/');
        return new \PDO($place, $parts['user'] ?? null, $parts['pass'] ?? null, [
            \PDO::ATTR_PERSISTENT => true,
            \PDO::ATTR_TIMEOUT => self::CONNECT_SECONDS,
            \PDO::ATTR_DEFAULT_FETCH_MODE => \PDO::FETCH_ASSOC,
            // Parameters go with the statement: one that is prepared first costs two round trips more.
            \Pdo\Pgsql::ATTR_DISABLE_PREPARES => true,
        ]);
    }

    private static function url(): ?string
    {
        return getenv('DATABASE_URL') ?: null;
    }
}
