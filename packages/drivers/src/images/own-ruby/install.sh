# Makes a bundle of what an app's Gemfile says, by its lockfile where it has one, and of the servers that shapes run. Without
# a Gemfile the app has the gems that are there. $2: the file that tells versions, one `name version` a line.
set -e
if [ "$1" != Gemfile ]; then
  ruby /opt/recipe/versions.rb > "$2"
  exit
fi
mkdir -p /opt/bundle
cp /opt/recipe/Gemfile "$BUNDLE_GEMFILE"
if [ -f Gemfile.lock ]; then cp Gemfile.lock "$BUNDLE_GEMFILE.lock"; fi
# Debian's gems are enough for many apps, with no registry and no compiler.
if ! bundle install --local; then
  echo "Debian's gems are not all that the Gemfile asks for: asking its source"
  apt-get update
  apt-get install -y --no-install-recommends gcc g++ git libc6-dev libpq-dev libyaml-dev make ruby-dev
  rm -rf /var/lib/apt/lists/*
  bundle install
fi
bundle exec ruby /opt/recipe/versions.rb > "$2"
