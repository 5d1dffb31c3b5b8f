#!/bin/sh
# Serves by the configuration that stands in PROXY_CONFIG.
set -eu
printf '%s' "$PROXY_CONFIG" > /tmp/nginx.conf
unset PROXY_CONFIG
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
