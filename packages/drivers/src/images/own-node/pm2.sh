# Installs pm2, and tells its version in the file that is named.
set -e
version=7.0.4
npm install --global --no-audit --no-fund --no-update-notifier "pm2@$version"
echo "pm2 $version" > "$1"
