# Becomes Apache with mod_wsgi: `sh serve.sh module:callable line...`. The lines are what a shape says in Apache's own
# language; Apache fills in the variables itself. What stands here beside them is what every site of Debian's has.
set -e
entry=$1
shift
# Apache's processes run as another user.
place=$(mktemp -d /tmp/stackbench-apache-XXXXXX)
chmod 755 "$place"
export SCRIPT="$place/app.wsgi" CONNECTIONS=$((WORKERS * THREADS))
{
  echo "import os, sys"
  echo "os.chdir('$PWD')"
  echo "sys.path.insert(0, '$PWD')"
  echo "import ${entry%%:*}"
  echo "application = ${entry%%:*}.${entry#*:}"
} > "$SCRIPT"
modules=/usr/lib/apache2/modules
cat > "$place/httpd.conf" << CONFIGURATION
ServerRoot "$place"
DefaultRuntimeDir "$place"
PidFile "$place/httpd.pid"
ServerName localhost
User www-data
Group www-data
ErrorLog /proc/self/fd/2
LoadModule mpm_event_module "$modules/mod_mpm_event.so"
LoadModule authz_core_module "$modules/mod_authz_core.so"
LoadModule wsgi_module /opt/apache/mod_wsgi.so
WSGIPythonHome /opt/venv
WSGISocketPrefix "$place/wsgi"
Listen $HOST:$PORT
CONFIGURATION
printf '%s\n' "$@" >> "$place/httpd.conf"
exec apache2 -DFOREGROUND -f "$place/httpd.conf"
