# frozen_string_literal: true

require "sinatra/base"
require "stackbench/workloads"

# The contract on Sinatra, with the middleware that it has by itself in production.
class App < Sinatra::Base
  COMPUTING = Stackbench::Computing
  ITEMS = Stackbench::Items.new
  RENDER = Stackbench::Render.new
  UPSTREAM = Stackbench::Upstream.new

  set :environment, :production
  # Raised to the handlers below, and not into a page or a log.
  set :raise_errors, false
  set :show_exceptions, false

  error(Stackbench::Refusal) { write(env["sinatra.error"].answer) }
  error(Sinatra::BadRequest) do
    write(Stackbench::Refusal.new(400, "expected a request that can be read: #{env["sinatra.error"].message}").answer)
  end
  error(Sinatra::NotFound) { write(Stackbench.not_found) }

  get("/hello") { write(COMPUTING.hello) }
  get("/hash-sort") { write(COMPUTING.hash_sort(params)) }
  get("/lookup") { write(COMPUTING.lookup(params)) }
  get("/render-name") { write(RENDER.name(params)) }
  get("/render-table") { write(RENDER.rows) }
  get("/report") { write(COMPUTING.report(params)) }
  get("/upstream") { write(UPSTREAM.answer(params)) }
  get("/healthz") { write(ITEMS.healthz) }
  get("/items") { write(ITEMS.list(params)) }
  post("/items") { write(ITEMS.create(Stackbench.read_body(env))) }
  get("/items/:id") { |id| write(ITEMS.read(id)) }
  put("/items/:id") { |id| write(ITEMS.replace(id, Stackbench.read_body(env))) }
  delete("/items/:id") { |id| write(ITEMS.remove(id)) }

  private

  def write(answer)
    [answer.status, answer.headers, answer.body.nil? ? [] : [answer.body]]
  end
end
