#!/bin/sh
# Serves by the configuration that stands in PROXY_CONFIG, in the foreground.
# PROXY_PEM: key and certificate, where the configuration speaks TLS.
set -eu
printf '%s' "$PROXY_CONFIG" > /tmp/haproxy.cfg
(umask 077 && printf '%s' "${PROXY_PEM:-}" > /tmp/proxy.pem)
unset PROXY_CONFIG PROXY_PEM
exec haproxy -db -f /tmp/haproxy.cfg
