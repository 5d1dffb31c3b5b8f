# frozen_string_literal: true

# What every Ruby stack of stackbench shares, so that stacks differ only in what is compared. Endpoints take a query
# (texts by name), a path's id or a body's bytes and give an Answer, or raise a Refusal; a stack routes to them and
# writes the answer in its framework's own way.
require_relative "answer"
require_relative "computing"
require_relative "items"
require_relative "read_body"
require_relative "refusal"
require_relative "render"
require_relative "upstream"
