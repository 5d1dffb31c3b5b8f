#!/bin/sh
# Serves a fresh copy of the cluster from memory.
set -eu
mkdir -m 0700 /pgdata/main
cp -a /opt/stackbench/cluster/. /pgdata/main/
exec /usr/lib/postgresql/17/bin/postgres -D /pgdata/main
