# frozen_string_literal: true

require "json"
require_relative "refusal"

module Stackbench
  # Biggest request body that is read; beyond it 413.
  BODY_LIMIT_BYTES = 64 * 1024

  # Input checks. All raise a Refusal (400) that says what was expected and what was got.
  module ReadInput
    NAME_LIMIT = 200
    BIGGEST_BIGINT = 2**63 - 1
    QUANTITIES = (-(2**31)...(2**31)).freeze

    module_function

    # A decimal integer of the query (texts by name); the default where it is not given.
    def integer(query, name, range, default)
      given = query[name]
      return default if given.nil?

      # `Integer()` alone also takes blanks, underscores and prefixes.
      if given.is_a?(String) && given.match?(/\A-?[0-9]{1,19}\z/)
        value = given.to_i
        return value if range.cover?(value)
      end
      raise bad("#{name}: expected an integer from #{range.min} to #{range.max}, got #{quote(given)}")
    end

    # The `name` of the query, which must be there.
    def name(query)
      check_name(query["name"])
    end

    # An item's id; nil where it is beyond PostgreSQL's bigint, so that no item can have it.
    def id(given)
      raise bad("id: expected a positive integer, got #{quote(given)}") unless given.match?(/\A[1-9][0-9]*\z/)

      value = given.length > 19 ? BIGGEST_BIGINT + 1 : given.to_i
      value > BIGGEST_BIGINT ? nil : value
    end

    # Name and quantity of the item in a request's body. Unknown fields are ignored.
    def item(body)
      value = json(body)
      raise bad('expected a JSON object {"name":"…","quantity":n}') unless value.is_a?(Hash)

      name = check_name(value["name"])
      quantity = value["quantity"]
      return [name, quantity] if quantity.is_a?(Integer) && QUANTITIES.cover?(quantity)

      raise bad("quantity: expected a 32-bit integer, got #{quote(quantity)}")
    end

    def check_name(name)
      raise bad("name: expected a string, got #{quote(name)}") unless name.is_a?(String)
      # Half a surrogate pair in JSON becomes bytes that are no UTF-8; PostgreSQL's text holds no NUL either.
      unless name.valid_encoding? && !name.include?("\0")
        raise bad("name: expected Unicode text without NUL and lone surrogates")
      end
      return name if name.length <= NAME_LIMIT

      raise bad("name: expected at most #{NAME_LIMIT} characters, got #{name.length}")
    end

    def json(body)
      text = body.dup.force_encoding(Encoding::UTF_8)
      raise bad("expected JSON in UTF-8, got other bytes") unless text.valid_encoding?

      JSON.parse(text)
    rescue JSON::ParserError => error
      raise bad("expected JSON in UTF-8, got: #{error.message.scrub[0, 80]}")
    end

    def quote(value)
      return "nothing" if value.nil?

      text = value.inspect
      text.length <= 60 ? text : "#{text[0, 57]}..."
    end

    def bad(message)
      Refusal.new(400, message)
    end
  end
end
