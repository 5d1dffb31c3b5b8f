# Debian's Apache without a service and a site. $1: where its version is told.
set -e
apt-get update
apt-get install -y --no-install-recommends apache2-bin
rm -rf /var/lib/apt/lists/*
apache2 -v | sed -n 's,^Server version: Apache/\([0-9.]*\).*,apache \1,p' >> "$1"
