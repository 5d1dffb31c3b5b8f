# frozen_string_literal: true

require "digest"
require_relative "read_input"

module Stackbench
  # The workloads that compute: `hello`, `hash-sort`, `lookup` and `report`.
  module Computing
    SEEDS = (0..1_000_000).freeze
    MEMBERS = (0...1000).to_h { |j| [7 * j, true] }.freeze
    PAGE_BYTES = 4096

    module_function

    def hello
      Stackbench.text_answer("Hello, world!")
    end

    def hash_sort(query)
      loop_count = ReadInput.integer(query, "loopCount", 1..1000, 10)
      seed = ReadInput.integer(query, "seed", SEEDS, 1)
      checksum = hash_sort_checksum(loop_count, seed)
      Stackbench.json_answer(200, { loopCount: loop_count, seed: seed, checksum: checksum })
    end

    # 64 hex digits; the contract gives the algorithm. All of the work is done in every call.
    def hash_sort_checksum(loop_count, seed)
      checksum = Digest::SHA256.new
      loop_count.times do |round|
        first = 10_000 * round + seed
        digests = Array.new(10_000) do |i|
          Digest::SHA256.hexdigest((10_000 + (first + i) * 7919 % 9_990_000).to_s)
        end
        digests.sort!
        0.step(9_000, 1_000) { |position| checksum << digests[position] }
        checksum << digests[9_999]
      end
      checksum.hexdigest
    end

    def lookup(query)
      seed = ReadInput.integer(query, "seed", SEEDS, 1)
      Stackbench.json_answer(200, { seed: seed, hits: count_hits(seed) })
    end

    # How many of the contract's 50,000 lookups find a member.
    def count_hits(seed)
      hits = 0
      i = 0
      while i < 50_000
        hits += 1 if MEMBERS.key?((31 * i + seed) % 14_000)
        i += 1
      end
      hits
    end

    def report(query)
      mb = ReadInput.integer(query, "mb", 1..1024, 64)
      Stackbench.json_answer(200, { mb: mb, checksum: sum_pages(mb * 1024 * 1024) })
    end

    # Takes that many bytes, touches each page, sums what was written and lets the memory go.
    def sum_pages(size_bytes)
      memory = "\0".b * size_bytes
      pages = size_bytes / PAGE_BYTES
      pages.times { |page| memory.setbyte(page * PAGE_BYTES, page % 251) }
      sum = 0
      pages.times { |page| sum += memory.getbyte(page * PAGE_BYTES) }
      # At once, not when the collector comes to it.
      memory.clear
      sum
    end
  end
end
