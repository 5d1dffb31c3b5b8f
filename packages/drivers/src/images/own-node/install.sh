# Installs what an app's package.json says, by its lockfile and the tool that wrote it, and builds it where it says how.
set -e
[ "$1" = package.json ] || exit 0

said() { node -p "const said = require('./package.json'); String($1 ?? '')"; }
# "pnpm@9.1.0+sha512.…": of npm comes the same version.
named=$(said "said.packageManager?.split('+')[0]")
# What is built needs what is only for development.
build=$(said "said.scripts?.build")
unless_built() { [ -n "$build" ] || echo "$1"; }

if [ -f pnpm-lock.yaml ]; then
  case "$named" in
    pnpm@*) tool=$named; switch= ;;
    *) tool=pnpm@12; switch=--pm-on-fail=ignore
       # Older formats are read by the pnpm of their time alone.
       grep -q "^lockfileVersion: '\?6" pnpm-lock.yaml && tool=pnpm@8 switch=
       grep -q "^lockfileVersion: '\?5" pnpm-lock.yaml && tool=pnpm@7 switch= ;;
  esac
  npx -y "$tool" install $(unless_built --prod) --frozen-lockfile $switch
elif [ -f yarn.lock ] && grep -q '^__metadata:' yarn.lock; then
  case "$named" in
    yarn@*) tool="@yarnpkg/cli-dist@${named#yarn@}" ;;
    *) tool=@yarnpkg/cli-dist@4 ;;
  esac
  # Servers start a file with node, which looks into node_modules alone.
  export YARN_NODE_LINKER=node-modules YARN_ENABLE_TELEMETRY=0 YARN_ENABLE_GLOBAL_CACHE=0
  npx -y -p "$tool" yarn install --immutable
elif [ -f yarn.lock ]; then
  npx -y yarn@1 install $(unless_built --production) --frozen-lockfile --non-interactive
elif [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  # What is wrong would be pushed out by the help that it shows.
  npm ci $(unless_built --omit=dev) --no-audit --no-fund > /tmp/npm.log 2>&1 || {
    sed '/^npm error Clean install a project/,/npm help ci/d' /tmp/npm.log
    exit 1
  }
else
  npm install $(unless_built --omit=dev) --no-audit --no-fund --no-package-lock
fi

[ -z "$build" ] || npm run build

# What Next.js makes by `output: "standalone"` lacks the files that its server is to serve.
if [ -f .next/standalone/server.js ]; then
  cp -r .next/static .next/standalone/.next/
  [ ! -d public ] || cp -r public .next/standalone/
fi
