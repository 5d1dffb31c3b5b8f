# Installs what an app's composer.json says, by its composer.lock where it has one.
set -e
[ "$1" = composer.json ] || exit 0
apt-get update
apt-get install -y --no-install-recommends composer git unzip
rm -rf /var/lib/apt/lists/*
COMPOSER_ALLOW_SUPERUSER=1 composer install --no-dev --no-interaction --no-progress --optimize-autoloader
