#!/bin/sh
# Serves by the configuration that stands in PROXY_CONFIG, on PROXY_WORKERS threads.
# PROXY_PEM: key and certificate, where the configuration speaks TLS.
set -eu
printf '%s' "$PROXY_CONFIG" > /tmp/caddy.json
(umask 077 && printf '%s' "${PROXY_PEM:-}" > /tmp/proxy.pem)
unset PROXY_CONFIG PROXY_PEM
# What it would keep, were there anything to keep, belongs to the container.
export GOMAXPROCS="$PROXY_WORKERS" HOME=/tmp XDG_CONFIG_HOME=/tmp XDG_DATA_HOME=/tmp
exec caddy run --config /tmp/caddy.json
