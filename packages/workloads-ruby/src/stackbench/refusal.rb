# frozen_string_literal: true

require_relative "answer"

module Stackbench
  # Raised by endpoints for a request that they will not serve. The message goes to the client.
  class Refusal < StandardError
    def initialize(status, message)
      super(message)
      @status = status
    end

    # `{"error":"…"}` with the refusal's status.
    def answer
      Stackbench.json_answer(@status, { error: message })
    end
  end
end
