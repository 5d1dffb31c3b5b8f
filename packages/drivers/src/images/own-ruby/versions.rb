# What stands in the results of the app's bundle, or of all gems without one: a name and a version a line.
shown = %w[hanami padrino puma rack rails roda sinatra unicorn]
puts "ruby #{RUBY_VERSION}"
Gem::Specification.each { |found| puts "#{found.name} #{found.version}" if shown.include?(found.name) }
