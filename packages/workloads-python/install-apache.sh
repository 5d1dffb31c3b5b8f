#!/bin/sh
# Installs Apache and builds mod_wsgi for the virtual environment in PATH, which must have setuptools.
# $1: the lockfile that pins mod_wsgi. $2: the file that tells the version of Apache, one `name version` a line.
set -eu
lockfile=$1
versions=$2

# The package without a service, a site and modules that are switched on: all of that is told by our own file.
apt-get update
apt-get install -y --no-install-recommends apache2-bin

# Python's shared library and headers: official images have them, Debian's Python does not.
python='import sysconfig; print(sysconfig.get_config_var("py_version_short"), sysconfig.get_path("include"))'
read -r version headers <<PATHS
$(python -c "$python")
PATHS
kept=$(apt-mark showmanual)
if [ ! -e "$headers/Python.h" ]; then
  apt-get install -y --no-install-recommends "libpython$version" "libpython$version-dev"
  kept="$kept libpython$version"
fi
apt-get install -y --no-install-recommends apache2-dev gcc libc6-dev

# setuptools is the pinned one of the environment; an isolated build would fetch one that nobody has pinned.
pip install --no-cache-dir --no-deps --require-hashes --no-build-isolation --requirement "$lockfile"

apt-mark auto '.*' > /dev/null
# shellcheck disable=SC2086 # a list of names
apt-mark manual $kept > /dev/null
# Not even what something that stays recommends or suggests: a compiler is suggested by many.
apt-get purge -y --auto-remove \
  -o APT::AutoRemove::RecommendsImportant=false -o APT::AutoRemove::SuggestsImportant=false
rm -rf /var/lib/apt/lists/*

# Fails here rather than at the first sitting where a library is missing.
apache2 -v | sed -n 's,^Server version: Apache/\([0-9.]*\).*,apache \1,p' > "$versions"
grep . "$versions"
ldd "$(mod_wsgi-express module-location)" | { ! grep 'not found'; }
