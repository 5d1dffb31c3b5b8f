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
  for module in mpm_event authz_core $MODULES; do
    echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
  done
  printf '%s\n' "$@"
} > "$place/httpd.conf"
exec apache2 -DFOREGROUND -f "$place/httpd.conf"
