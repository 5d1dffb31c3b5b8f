# frozen_string_literal: true

require "minitest/autorun"
require "stackbench/read_input"

class ReadInputTest < Minitest::Test
  Read = Stackbench::ReadInput

  def integer(given)
    Read.integer({ "n" => given }, "n", -5..100, 7)
  end

  def test_takes_decimal_integers_in_range_and_the_default_where_nothing_is_given
    assert_equal [-5, 0, 7, 100], %w[-5 0 007 100].map { |text| integer(text) }
    assert_equal 7, integer(nil)
  end

  def test_refuses_what_ruby_alone_would_take
    ["", "+1", " 1", "1\n", "1_0", "0x1", "1.0", "9" * 5000, "101", ["1"]].each do |given|
      assert_raises(Stackbench::Refusal, given.inspect[0, 20]) { integer(given) }
    end
  end

  def test_says_what_was_expected_and_got
    answer = assert_raises(Stackbench::Refusal) { integer("101") }.answer
    assert_equal 400, answer.status
    assert_equal '{"error":"n: expected an integer from -5 to 100, got \"101\""}', answer.body
  end

  def test_takes_every_bigint_as_an_id_and_knows_that_no_item_has_more
    assert_equal 2**63 - 1, Read.id((2**63 - 1).to_s)
    assert_nil Read.id((2**63).to_s)
    assert_nil Read.id("9" * 300)
    ["", "0", "-1", "01", "abc", "1.5", "1\n"].each do |text|
      assert_raises(Stackbench::Refusal, text.inspect) { Read.id(text) }
    end
  end

  def test_counts_a_name_in_code_points
    assert_equal "😀" * 200, Read.name({ "name" => "😀" * 200 })
    [nil, "x" * 201, "a\0", "\xff"].each do |name|
      assert_raises(Stackbench::Refusal, name.inspect) { Read.name({ "name" => name }) }
    end
  end

  def test_reads_an_item_and_refuses_what_is_none
    assert_equal ["é", -(2**31)], Read.item('{"x":[],"quantity":-2147483648,"name":"é"}'.b)
    [
      "", "{", "null", "[]", "NaN", "\xff".b, '{"name":"a"}', '{"quantity":1}', '{"name":1,"quantity":1}',
      '{"name":"a","quantity":"1"}', '{"name":"a","quantity":true}', '{"name":"a","quantity":1.5}',
      '{"name":"a","quantity":2147483648}', '{"name":"\ud800","quantity":1}', "[" * 5000,
    ].each do |body|
      assert_raises(Stackbench::Refusal, body[0, 40].inspect) { Read.item(body) }
    end
  end
end
