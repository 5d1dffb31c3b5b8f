# frozen_string_literal: true

require "json"

module Stackbench
  # What an endpoint gives back, before any framework has touched it. `body` is nil where there is none (204).
  Answer = Struct.new(:status, :headers, :body) do
    # As Rack wants it; the length is told, or a server would send the body in chunks.
    def to_rack
      return [status, headers.dup, []] if body.nil?

      [status, headers.merge("content-length" => body.bytesize.to_s), [body]]
    end
  end

  # The same spelling in all stacks, so that they send the same bytes.
  JSON_HEADERS = { "content-type" => "application/json; charset=utf-8" }.freeze
  TEXT_HEADERS = { "content-type" => "text/plain; charset=utf-8" }.freeze
  HTML_HEADERS = { "content-type" => "text/html; charset=utf-8" }.freeze

  module_function

  # Compact JSON, keys in the order they are given in.
  def json_answer(status, value, headers = JSON_HEADERS)
    Answer.new(status, headers, JSON.generate(value))
  end

  def text_answer(text)
    Answer.new(200, TEXT_HEADERS, text)
  end

  def html_answer(text)
    Answer.new(200, HTML_HEADERS, text)
  end

  def not_found
    json_answer(404, { error: "not found" })
  end
end
