#!/bin/sh
# Serves a fresh copy of the cluster from memory, on the loopback unless LISTENS_ON says otherwise.
set -eu
mkdir -m 0700 /pgdata/main
cp -a /opt/stackbench/cluster/. /pgdata/main/
exec /usr/lib/postgresql/17/bin/postgres -D /pgdata/main -c listen_addresses="${LISTENS_ON:-127.0.0.1}"
