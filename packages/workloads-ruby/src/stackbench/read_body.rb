# frozen_string_literal: true

require_relative "read_input"

module Stackbench
  module_function

  # A request's whole body, by Rack's environment, which has no input where nothing was sent. Raises a Refusal (413)
  # beyond the limit.
  def read_body(env)
    body = env["rack.input"]&.read(BODY_LIMIT_BYTES + 1) || ""
    return body if body.bytesize <= BODY_LIMIT_BYTES

    raise Refusal.new(413, "expected a body of at most #{BODY_LIMIT_BYTES} bytes")
  end
end
