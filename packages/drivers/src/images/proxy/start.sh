#!/bin/sh
# Serves by the configuration that stands in PROXY_CONFIG.
# PROXY_PEM: key and certificate, where the configuration speaks TLS.
set -eu
printf '%s' "$PROXY_CONFIG" > /tmp/nginx.conf
(umask 077 && printf '%s' "${PROXY_PEM:-}" > /tmp/proxy.pem)
unset PROXY_CONFIG PROXY_PEM
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
