#!/bin/sh
# Serves by the configuration that stands in PROXY_CONFIG, in the foreground.
set -eu
printf '%s' "$PROXY_CONFIG" > /tmp/haproxy.cfg
unset PROXY_CONFIG
exec haproxy -db -f /tmp/haproxy.cfg
