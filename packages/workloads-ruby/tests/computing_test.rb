# frozen_string_literal: true

require "minitest/autorun"
require "stackbench/computing"
require "stackbench/environment"
require "stackbench/render"

class ComputingTest < Minitest::Test
  def test_comes_to_what_the_contract_says
    assert Stackbench::Computing.hash_sort_checksum(1, 1).start_with?("d7e2cba749472cbd")
    assert Stackbench::Computing.hash_sort_checksum(10, 1).start_with?("c2e2f97838f71337")
    assert_equal 3583, Stackbench::Computing.count_hits(1)
    assert_equal (0...256).sum { |page| page % 251 }, Stackbench::Computing.sum_pages(1024 * 1024)
  end

  def test_escapes_a_name
    assert_equal "<p>Hello, &lt;b&gt;&amp;!</p>", Stackbench::Render.new.name({ "name" => "<b>&" }).body
  end

  def test_shares_the_connections_out_over_the_workers
    shares = (0...3).map do |index|
      Stackbench::Environment.pool_share(
        { "DATABASE_POOL_SIZE" => "16", "WORKERS" => "3", "WORKER_INDEX" => index.to_s },
      )
    end
    assert_equal [6, 5, 5], shares
    assert_equal 1, Stackbench::Environment.pool_share({ "DATABASE_POOL_SIZE" => "2", "WORKERS" => "8" })
    assert_raises(ArgumentError) { Stackbench::Environment.pool_share({ "WORKERS" => "many" }) }
  end
end
