# Makes a bundle of what an app's Gemfile says, by its lockfile where it has one, and of the servers that shapes run. Without
# a Gemfile: of the gems that are there.
set -e
mkdir -p /opt/bundle
if [ "$1" = Gemfile ]; then
  cp /opt/recipe/Gemfile "$BUNDLE_GEMFILE"
  if [ -f Gemfile.lock ]; then cp Gemfile.lock "$BUNDLE_GEMFILE.lock"; fi
else
  env -u BUNDLE_GEMFILE ruby -e 'Gem::Specification.map(&:name).uniq.sort.each { |name| puts "gem #{name.dump}" }' \
    > "$BUNDLE_GEMFILE"
fi
# Debian's gems are enough for many apps, with no registry and no compiler.
if bundle install --local; then exit; fi
[ "$1" = Gemfile ] || exit 1
grep -q '^ *source ' Gemfile || { echo 'Gemfile: expected a source for what Debian does not have, got none' >&2; exit 1; }
echo "Debian's gems are not what the Gemfile asks for: asking its source" >&2
apt-get update
apt-get install -y --no-install-recommends gcc g++ git libc6-dev libpq-dev libyaml-dev make ruby-dev
rm -rf /var/lib/apt/lists/*
bundle install
