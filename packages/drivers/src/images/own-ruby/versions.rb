# What stands in the results of the app's bundle: a name and a version a line.
shown = %w[hanami padrino puma rack rails roda sinatra unicorn]
puts "ruby #{RUBY_VERSION}"
Gem.loaded_specs.each_value { |found| puts "#{found.name} #{found.version}" if shown.include?(found.name) }
