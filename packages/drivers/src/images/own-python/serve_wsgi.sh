# Becomes Apache with mod_wsgi: `sh serve_wsgi.sh module:callable line...`, the lines being what a shape says to Apache.
set -e
entry=$1
shift
# As other servers call what is not named.
case $entry in
  *:*) ;;
  *) entry="$entry:application" ;;
esac
SCRIPT=$(mktemp /tmp/stackbench-XXXXXX.wsgi)
export SCRIPT
chmod 644 "$SCRIPT"
{
  echo "import os, sys"
  echo "os.chdir('$PWD')"
  echo "sys.path.insert(0, '$PWD')"
  echo "import ${entry%%:*}"
  echo "application = ${entry%%:*}.${entry#*:}"
} > "$SCRIPT"
exec sh /opt/recipe/apache/serve.sh \
  "LoadModule wsgi_module /opt/apache/mod_wsgi.so" \
  "WSGIPythonHome /opt/venv" \
  "WSGISocketPrefix /tmp/stackbench-wsgi" \
  "$@"
