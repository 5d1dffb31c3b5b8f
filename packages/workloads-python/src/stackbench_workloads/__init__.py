"""What every Python stack of stackbench shares, so that stacks differ only in what is compared.

Endpoints take a query (a mapping from names to texts), a path's id or a body's bytes and give an
`Answer`; a stack routes to them and writes the answer in its framework's own way.

What has an event loop is named `…_async`, what waits is named `…_sync`. Modules whose name or first
line names a library import it; all others need the standard library only.
"""
