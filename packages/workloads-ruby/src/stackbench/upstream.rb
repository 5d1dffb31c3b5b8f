# frozen_string_literal: true

require "json"
require "net/http"
require_relative "environment"
require_relative "read_input"

module Stackbench
  # The workload `upstream`, by Net::HTTP over one kept connection a thread. The first call opens it.
  class Upstream
    CALL_SECONDS = 30
    CLIENT = :stackbench_upstream

    def initialize(url = Environment.text("UPSTREAM_URL"))
      @url = url && URI("#{url.chomp("/")}/wait")
    end

    # Raises a Refusal: 502 where the upstream fails, 503 where there is none.
    def answer(query)
      ms = ReadInput.integer(query, "ms", 0..10_000, 50)
      raise Refusal.new(503, "UPSTREAM_URL is not set") if @url.nil?

      response = client.get("#{@url.path}?ms=#{ms}")
      Stackbench.json_answer(200, { waitedMs: waited_ms(response) })
    rescue SystemCallError, IOError, Timeout::Error, Net::HTTPBadResponse => error
      Thread.current.thread_variable_set(CLIENT, nil)
      raise Refusal.new(502, "upstream: #{error.inspect}")
    end

    private

    def client
      kept = Thread.current.thread_variable_get(CLIENT)
      return kept if kept

      made = Net::HTTP.new(@url.host, @url.port, nil)
      made.open_timeout = made.read_timeout = CALL_SECONDS
      made.keep_alive_timeout = CALL_SECONDS
      made.start
      Thread.current.thread_variable_set(CLIENT, made)
      made
    end

    def waited_ms(response)
      value = JSON.parse(response.body) if response.code == "200"
      waited = value["waitedMs"] if value.is_a?(Hash)
      return waited if waited.is_a?(Integer)

      raise unexpected(response)
    rescue JSON::ParserError
      raise unexpected(response)
    end

    def unexpected(response)
      got = "#{response.code} #{response.body.to_s[0, 80].scrub}"
      Refusal.new(502, "upstream: expected 200 {\"waitedMs\":n}, got #{got}")
    end
  end
end
