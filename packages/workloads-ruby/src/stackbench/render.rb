# frozen_string_literal: true

require "erb"
require_relative "read_input"

module Stackbench
  # The workloads `render-name` and `render-table`, by ERB.
  class Render
    include ERB::Util

    # Compiled once, when the program starts.
    ERB.new("<p>Hello, <%= h name %>!</p>").def_method(self, "greet(name)")
    ERB.new(<<~TEMPLATE, trim_mode: "-").def_method(self, "table(rows)")
      <table>
      <%- rows.each do |row| -%>
        <tr>
      <%- row.each do |cell| -%>
          <td><%= h cell %></td>
      <%- end -%>
        </tr>
      <%- end -%>
      </table>
    TEMPLATE

    def name(query)
      Stackbench.html_answer(greet(ReadInput.name(query)))
    end

    def rows
      Stackbench.html_answer(table(Array.new(6) { |row| Array.new(4) { |column| "#{row},#{column}" } }))
    end
  end
end
