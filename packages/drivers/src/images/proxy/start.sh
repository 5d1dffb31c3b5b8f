#!/bin/sh
# Renders the configuration from the environment and serves it.
# LISTEN_PORT: TCP port on the loopback. UPSTREAM: `host:port` or `unix:/path`.
# PROTOCOL: http, fastcgi or uwsgi. PROXY_WORKERS: worker processes, default 1.
set -eu
sed -e "s|@LISTEN_PORT@|${LISTEN_PORT:-8080}|" \
  -e "s|@UPSTREAM@|${UPSTREAM:-127.0.0.1:8000}|" \
  -e "s|@PROTOCOL@|${PROTOCOL:-http}|" \
  -e "s|@PROXY_WORKERS@|${PROXY_WORKERS:-1}|" \
  /opt/stackbench/nginx.conf.template > /tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
