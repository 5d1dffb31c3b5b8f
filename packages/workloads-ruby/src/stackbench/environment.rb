# frozen_string_literal: true

module Stackbench
  # What a stack is told through environment variables. An empty variable is an absent one.
  module Environment
    # Longer than the kernel lets it be by default: the limit is then the one that is tuned (somaxconn).
    BACKLOG = 65_535
    # A proxy in front keeps its connections for a minute; it must be the one that closes them.
    KEEP_ALIVE_SECONDS = 120
    # Leaves 0666: everyone may connect to the socket.
    SOCKET_UMASK = 0o111

    module_function

    def text(name, variables = ENV)
      given = variables[name]
      given.nil? || given.empty? ? nil : given
    end

    # Raises ArgumentError naming the variable, what it must be and what it is.
    def count(name, default, range, variables = ENV)
      given = text(name, variables)
      return default if given.nil?
      return given.to_i if given.match?(/\A[0-9]{1,6}\z/) && range.cover?(given.to_i)

      raise ArgumentError, "#{name}: expected an integer from #{range.min} to #{range.max}, got #{given.inspect}"
    end

    def workers
      count("WORKERS", 1, 1..512)
    end

    def threads
      count("THREADS", 1, 1..512)
    end

    # Connections of this worker: an equal share of the whole, one more for the first workers, at least one.
    def pool_share(variables = ENV)
      total = count("DATABASE_POOL_SIZE", 16, 1..10_000, variables)
      workers = count("WORKERS", 1, 1..512, variables)
      index = text("WORKER_INDEX", variables)&.to_i
      one_more = !index.nil? && index < total % workers ? 1 : 0
      [1, total / workers + one_more].max
    end
  end
end
