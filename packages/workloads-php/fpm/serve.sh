#!/bin/sh
# Serves by php-fpm until SIGTERM, which ends it at once.
set -eu
LISTEN=${SOCKET_PATH:-$HOST:$PORT}
export LISTEN
exec php-fpm8.4 --fpm-config "$(dirname "$0")/php-fpm.conf"
