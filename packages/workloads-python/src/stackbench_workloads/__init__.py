"""What every Python stack of stackbench shares, so that stacks differ only in what is compared.

Endpoints take a query (a mapping from names to texts), a path's id or a body's bytes and give an
`Answer`; a stack routes to them and writes the answer in its framework's own way.

`hash_sort`, `lookup`, `report`, `read_input`, `answer`, `refusal`, `environment` and `listener` need
the standard library only; every other module imports the one library that it is about.
"""
