# Becomes Apache: `MODULES="dir wsgi" sh serve.sh line...`. The lines are what a shape says in Apache's own language;
# Apache fills in the variables itself. What stands here beside them is what every site of Debian's has.
set -e
# Apache's processes run as another user.
place=$(mktemp -d /tmp/stackbench-apache-XXXXXX)
chmod 755 "$place"
export CONNECTIONS=$((WORKERS * THREADS))
{
  cat << CONFIGURATION
ServerRoot "$place"
DefaultRuntimeDir "$place"
PidFile "$place/httpd.pid"
ServerName localhost
User www-data
Group www-data
ErrorLog /proc/self/fd/2
Listen $HOST:$PORT
CONFIGURATION
  if [ -n "${TLS_PEM:-}" ]; then
    MODULES="$MODULES ssl http2"
    (umask 077 && printf '%s' "$TLS_PEM" > "$place/own.pem")
  fi
  for module in mpm_event authz_core $MODULES; do
    echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
  done
  if [ -n "${TLS_PEM:-}" ]; then
    # After the modules that know these.
    cat << CONFIGURATION
SSLEngine on
SSLCertificateFile "$place/own.pem"
SSLProtocol TLSv1.3
Protocols h2 http/1.1
CONFIGURATION
  fi
  printf '%s\n' "$@"
} > "$place/httpd.conf"
# The app has no business with it.
unset TLS_PEM
# By its whole path: mod_wsgi writes a group's name over it, and has no more room than that.
exec /usr/sbin/apache2 -DFOREGROUND -f "$place/httpd.conf"
