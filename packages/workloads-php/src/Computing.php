<?php

declare(strict_types=1);

namespace Stackbench;

/** The workloads that compute: `hash-sort`, `lookup` and `report`. */
final class Computing
{
    private const MOST_SEED = 1_000_000;
    private const PAGE_BYTES = 4096;

    /** @param array<mixed> $query */
    public static function hashSort(array $query): Answer
    {
        $loopCount = Input::integer($query, 'loopCount', 1, 1000, 10);
        $seed = Input::integer($query, 'seed', 0, self::MOST_SEED, 1);
        $checksum = self::hashSortChecksum($loopCount, $seed);
        return Answer::json(200, ['loopCount' => $loopCount, 'seed' => $seed, 'checksum' => $checksum]);
    }

    /** 64 hex digits; the contract gives the algorithm. All of the work is done in every call. */
    public static function hashSortChecksum(int $loopCount, int $seed): string
    {
        $checksum = hash_init('sha256');
        for ($loop = 0; $loop < $loopCount; $loop++) {
            $first = 10_000 * $loop + $seed;
            $digests = [];
            for ($i = 0; $i < 10_000; $i++) {
                $digests[] = hash('sha256', (string) (10_000 + ($first + $i) * 7919 % 9_990_000));
            }
            // As texts: by itself PHP takes digests such as 1e5… for numbers.
            sort($digests, SORT_STRING);
            for ($position = 0; $position < 10_000; $position += 1000) {
                hash_update($checksum, $digests[$position]);
            }
            hash_update($checksum, $digests[9999]);
        }
        return hash_final($checksum);
    }

    /** @param array<mixed> $query */
    public static function lookup(array $query): Answer
    {
        $seed = Input::integer($query, 'seed', 0, self::MOST_SEED, 1);
        return Answer::json(200, ['seed' => $seed, 'hits' => self::countHits($seed)]);
    }

    /** How many of the contract's 50,000 lookups find a member. PHP keeps nothing from one request to the next: nor the set. */
    public static function countHits(int $seed): int
    {
        $members = array_fill_keys(range(0, 7 * 999, 7), true);
        $hits = 0;
        for ($i = 0; $i < 50_000; $i++) {
            if (isset($members[(31 * $i + $seed) % 14_000])) {
                $hits++;
            }
        }
        return $hits;
    }

    /** @param array<mixed> $query */
    public static function report(array $query): Answer
    {
        $mb = Input::integer($query, 'mb', 1, 1024, 64);
        return Answer::json(200, ['mb' => $mb, 'checksum' => self::sumPages($mb * 1024 * 1024)]);
    }

    /** Takes that many bytes, touches each page, sums what was written and lets the memory go. */
    public static function sumPages(int $sizeBytes): int
    {
        $memory = str_repeat("\0", $sizeBytes);
        $pages = intdiv($sizeBytes, self::PAGE_BYTES);
        for ($page = 0; $page < $pages; $page++) {
            $memory[$page * self::PAGE_BYTES] = chr($page % 251);
        }
        $sum = 0;
        for ($page = 0; $page < $pages; $page++) {
            $sum += ord($memory[$page * self::PAGE_BYTES]);
        }
        return $sum;
    }
}
