<?php

declare(strict_types=1);

// Run when the image is built, with assertions on: `php -d zend.assertions=1 tests/run.php`.
use Stackbench\Computing;
use Stackbench\Input;
use Stackbench\Refusal;
use Stackbench\Render;

require __DIR__ . '/../src/workloads.php';

function refused(callable $asked): string
{
    try {
        $asked();
    } catch (Refusal $refusal) {
        return $refusal->answer()->status . ' ' . $refusal->answer()->body;
    }
    throw new AssertionError('expected a refusal, got an answer');
}

if (ini_get('zend.assertions') !== '1') {
    exit("expected -d zend.assertions=1\n");
}

$integer = static fn(mixed $given): int => Input::integer(['n' => $given], 'n', -5, 100, 7);
assert(array_map($integer, ['-5', '0', '007', '100', null]) === [-5, 0, 7, 100, 7]);
foreach (['', '+1', ' 1', "1\n", '1_0', '0x1', '1.0', '1e1', str_repeat('9', 5000), '101', ['1']] as $given) {
    refused(static fn() => $integer($given));
}
assert(
    refused(static fn() => $integer('101')) ===
        '400 {"error":"n: expected an integer from -5 to 100, got \"101\""}',
);
assert(Input::id('9223372036854775807') === PHP_INT_MAX);
assert(Input::id('9223372036854775808') === null && Input::id(str_repeat('9', 300)) === null);
foreach (['', '0', '-1', '01', 'abc', '1.5', "1\n"] as $given) {
    refused(static fn() => Input::id($given));
}
assert(Input::name(['name' => str_repeat('😀', 200)]) === str_repeat('😀', 200));
foreach ([[], ['name' => ['a']], ['name' => str_repeat('x', 201)], ['name' => "a\0"], ['name' => "\xff"]] as $query) {
    refused(static fn() => Input::name($query));
}
assert(Input::item('{"x":[],"quantity":-2147483648,"name":"é"}') === ['é', -2147483648]);
$wrong = [
    '', '{', 'null', '[]', 'NaN', "\xff", '{"name":"a"}', '{"quantity":1}', '{"name":1,"quantity":1}',
    '{"name":"a","quantity":"1"}', '{"name":"a","quantity":true}', '{"name":"a","quantity":1.5}',
    '{"name":"a","quantity":2147483648}', '{"name":"\ud800","quantity":1}', str_repeat('[', 5000),
];
foreach ($wrong as $body) {
    refused(static fn() => Input::item($body));
}
assert(str_starts_with(refused(static fn() => Input::item(str_repeat(' ', 65_537))), '413 '));

assert(str_starts_with(Computing::hashSortChecksum(1, 1), 'd7e2cba749472cbd'));
assert(str_starts_with(Computing::hashSortChecksum(10, 1), 'c2e2f97838f71337'));
assert(Computing::countHits(1) === 3583);
assert(Computing::sumPages(1024 * 1024) === array_sum(array_map(static fn($page) => $page % 251, range(0, 255))));
assert(trim((string) Render::name(['name' => '<b>&'])->body) === '<p>Hello, &lt;b&gt;&amp;!</p>');
echo "ok\n";
