# Apache with mod_wsgi, in an environment of its own: with which setuptools it is built is none of the app's business.
# $1: where its versions are told.
set -e
recipe=/opt/recipe/mod_wsgi
python3 -m venv /opt/apache
PATH=/opt/apache/bin:$PATH
pip install --no-cache-dir setuptools==84.2.1
sh "$recipe/install-apache.sh" "$recipe/requirements-apache.lock" "$1"
sed -n 's/^mod_wsgi==\([0-9.]*\).*/mod_wsgi \1/p' "$recipe/requirements-apache.lock" >> "$1"
ln -s "$(mod_wsgi-express module-location)" /opt/apache/mod_wsgi.so
