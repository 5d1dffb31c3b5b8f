# frozen_string_literal: true

# Settings of Puma that all stacks share.
require "stackbench/environment"

settings = Stackbench::Environment
environment "production"
threads settings.threads, settings.threads

# One worker process is Puma itself.
if settings.workers > 1
  workers settings.workers
  # Each knows its place, by which the database's connections are shared out; one that is replaced keeps it.
  on_worker_boot { |index| ENV["WORKER_INDEX"] = index.to_s }
  # Longer than the slowest hash-sort, and than many workers take to start on one slow CPU.
  worker_timeout 300
  worker_boot_timeout 60
end

path = settings.text("SOCKET_PATH")
place = path ? "unix://#{path}" : "tcp://#{settings.text("HOST") || "0.0.0.0"}:#{settings.count("PORT", 8080, 1..65_535)}"
bind "#{place}?backlog=#{settings::BACKLOG}#{"&umask=0111" if path}"
persistent_timeout settings::KEEP_ALIVE_SECONDS

# SIGTERM is how a sitting ends: no failure, and no waiting for a worker that waits for idle connections.
raise_exception_on_sigterm false
# A thread whose connection waits for a next request ends by itself within 0.2 s. Forced at once, as by 0 here, Puma hung or failed in one end of
# five: what is raised in such a thread comes out where the pool waits for it.
force_shutdown_after 1
# What a thread gets beyond that is five seconds, as long as a container has to end in all; no method of this file sets it.
@options[:pool_shutdown_grace_time] = 1
worker_shutdown_timeout 2
