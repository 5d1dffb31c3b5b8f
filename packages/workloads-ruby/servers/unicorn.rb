# frozen_string_literal: true

# Settings of unicorn that all stacks share. It closes every connection after its answer: it has no other way.
require "stackbench/environment"

settings = Stackbench::Environment
worker_processes settings.workers
# Longer than the slowest hash-sort.
timeout 300
preload_app true

path = settings.text("SOCKET_PATH")
place = path || "#{settings.text("HOST") || "0.0.0.0"}:#{settings.count("PORT", 8080, 1..65_535)}"
listen place, backlog: settings::BACKLOG, umask: settings::SOCKET_UMASK

# Each knows its place, by which the database's connections are shared out; one that is replaced keeps it.
after_fork { |_, worker| ENV["WORKER_INDEX"] = worker.nr.to_s }
