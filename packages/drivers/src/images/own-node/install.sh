# Installs what an app's package.json says, by its lockfile where it has one.
set -e
[ "$1" = package.json ] || exit 0
if [ -f pnpm-lock.yaml ]; then
  npx -y pnpm@12 install --prod --frozen-lockfile --pm-on-fail=ignore
elif [ -f yarn.lock ]; then
  npx -y yarn@1 install --production --frozen-lockfile --non-interactive
elif [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  npm ci --omit=dev --no-audit --no-fund
else
  npm install --omit=dev --no-audit --no-fund --no-package-lock
fi
