# Installs pm2, and tells its version in the file that is named.
set -e
npm install --global --no-audit --no-fund --no-update-notifier pm2@7.0.4
echo "pm2 7.0.4" > "$1"
