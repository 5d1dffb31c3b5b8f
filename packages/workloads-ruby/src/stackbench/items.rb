# frozen_string_literal: true

require "connection_pool"
require "pg"
require_relative "environment"
require_relative "read_input"

module Stackbench
  # The endpoints of `items` on the driver pg. All raise a Refusal: 400 for bad input, 503 without a database.
  class Items
    CONNECT_SECONDS = 5
    COLUMNS = "id, name, quantity"

    def initialize(url = Environment.text("DATABASE_URL"))
      @url = url
      @opening = Mutex.new
    end

    def list(query)
      after = ReadInput.integer(query, "after", 0..ReadInput::BIGGEST_BIGINT, 0)
      limit = ReadInput.integer(query, "limit", 1..100, 20)
      sql = "select #{COLUMNS} from items where id > $1 order by id limit $2"
      Stackbench.json_answer(200, ask(sql, after, limit).to_a)
    end

    def create(body)
      sql = "insert into items(name, quantity) values ($1, $2) returning #{COLUMNS}"
      item = ask(sql, *ReadInput.item(body)).first
      Stackbench.json_answer(201, item, JSON_HEADERS.merge("location" => "/items/#{item["id"]}"))
    end

    def read(given_id)
      id = ReadInput.id(given_id)
      found(id && ask("select #{COLUMNS} from items where id = $1", id).first)
    end

    def replace(given_id, body)
      id = ReadInput.id(given_id)
      name, quantity = ReadInput.item(body)
      sql = "update items set name = $1, quantity = $2 where id = $3 returning #{COLUMNS}"
      found(id && ask(sql, name, quantity, id).first)
    end

    def remove(given_id)
      id = ReadInput.id(given_id)
      was_there = id && ask("delete from items where id = $1", id).cmd_tuples.positive?
      was_there ? Answer.new(204, {}, nil) : Stackbench.not_found
    end

    # 200 once the server can serve; 503 while its database does not answer.
    def healthz
      ask("select 1") unless @url.nil?
      Stackbench.text_answer("ok")
    rescue PG::Error, ConnectionPool::TimeoutError => error
      raise Refusal.new(503, "the database does not answer: #{error.message}")
    end

    private

    def found(item)
      item.nil? ? Stackbench.not_found : Stackbench.json_answer(200, item)
    end

    # One round trip; every statement is its own transaction.
    def ask(sql, *parameters)
      raise Refusal.new(503, "DATABASE_URL is not set") if @url.nil?

      pool.with { |connection| connection.exec_params(sql, parameters) }
    end

    # Servers fork before they have loaded the app, or after: the pool is made in the process that serves, by the first
    # who asks. It opens connections when they are needed, up to this worker's share.
    def pool
      @pool || @opening.synchronize do
        @pool ||= ConnectionPool.new(size: Environment.pool_share, timeout: 30) { connect }
      end
    end

    def connect
      connection = PG.connect(@url, connect_timeout: CONNECT_SECONDS)
      connection.type_map_for_results = PG::BasicTypeMapForResults.new(connection)
      connection
    end
  end
end
