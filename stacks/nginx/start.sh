#!/bin/sh
# Renders nginx's whole configuration from the environment and becomes nginx.
set -eu

if [ -n "${SOCKET_PATH:-}" ]; then
  rm -f "$SOCKET_PATH"
  listen="unix:$SOCKET_PATH backlog=65535"
else
  listen="${HOST:-0.0.0.0}:${PORT:-8080} backlog=65535"
fi

directory=$(mktemp -d /tmp/nginx-hello.XXXXXX)
tls=
if [ -n "${TLS_PEM:-}" ]; then
  (umask 077 && printf '%s' "$TLS_PEM" > "$directory/own.pem")
  listen="$listen ssl"
  tls="ssl_certificate $directory/own.pem; ssl_certificate_key $directory/own.pem; ssl_protocols TLSv1.3;"
fi
unset TLS_PEM
cat > "$directory/nginx.conf" <<CONFIG
daemon off;
user nobody nogroup;
worker_processes ${WORKERS:-1};
pid $directory/nginx.pid;
error_log stderr warn;

events {
  worker_connections 16384;
}

http {
  access_log off;
  default_type text/plain;
  server_tokens off;
  keepalive_timeout 3600;
  # A connection lives as long as its client wants.
  keepalive_requests 1000000000;
  client_body_temp_path $directory/body;
  proxy_temp_path $directory/proxy;
  fastcgi_temp_path $directory/fastcgi;
  uwsgi_temp_path $directory/uwsgi;
  scgi_temp_path $directory/scgi;

  server {
    listen $listen;
    $tls
    # Beside HTTP/1.1, by prior knowledge: a connection shows by its first bytes what it speaks. Over TLS ALPN tells.
    http2 on;

    location = /hello {
      # Not limit_except: that is looked at only after return.
      if (\$request_method != GET) {
        return 405;
      }
      return 200 "Hello, world!";
    }
    location = /healthz {
      return 200 "ok";
    }
    # Requests served, by the own count of nginx: generators are held against it.
    location = /__status {
      stub_status;
    }
    location / {
      return 404;
    }
  }
}
CONFIG

exec /usr/sbin/nginx -e stderr -c "$directory/nginx.conf"
