# frozen_string_literal: true

require "rack"
require "stackbench/workloads"

# The contract as a plain Rack app: what a server alone costs.
module App
  COMPUTING = Stackbench::Computing
  ITEMS = Stackbench::Items.new
  RENDER = Stackbench::Render.new
  UPSTREAM = Stackbench::Upstream.new

  # By path, then by method.
  ROUTES = {
    "/hello" => { "GET" => ->(_) { COMPUTING.hello } },
    "/hash-sort" => { "GET" => ->(env) { COMPUTING.hash_sort(query(env)) } },
    "/lookup" => { "GET" => ->(env) { COMPUTING.lookup(query(env)) } },
    "/render-name" => { "GET" => ->(env) { RENDER.name(query(env)) } },
    "/render-table" => { "GET" => ->(_) { RENDER.rows } },
    "/report" => { "GET" => ->(env) { COMPUTING.report(query(env)) } },
    "/upstream" => { "GET" => ->(env) { UPSTREAM.answer(query(env)) } },
    "/healthz" => { "GET" => ->(_) { ITEMS.healthz } },
    "/items" => {
      "GET" => ->(env) { ITEMS.list(query(env)) },
      "POST" => ->(env) { ITEMS.create(Stackbench.read_body(env)) },
    },
  }.freeze

  ITEM_ROUTES = {
    "GET" => ->(id, _) { ITEMS.read(id) },
    "PUT" => ->(id, env) { ITEMS.replace(id, Stackbench.read_body(env)) },
    "DELETE" => ->(id, _) { ITEMS.remove(id) },
  }.freeze

  module_function

  def call(env)
    answer(env).to_rack
  rescue Stackbench::Refusal => refusal
    refusal.answer.to_rack
  end

  def answer(env)
    path = env["PATH_INFO"]
    method = env["REQUEST_METHOD"]
    if (found = ROUTES[path])
      handler = found[method]
      return handler ? handler.call(env) : Stackbench.not_found
    end
    prefix, _, id = path.rpartition("/")
    handler = ITEM_ROUTES[method] if prefix == "/items"
    handler ? handler.call(id, env) : Stackbench.not_found
  end

  # Of a name given twice it has an array, which no endpoint takes.
  def query(env)
    Rack::Utils.parse_query(env["QUERY_STRING"])
  rescue ArgumentError => error
    raise Stackbench::Refusal.new(400, "expected a percent-encoded query, got: #{error.message}")
  end
end
