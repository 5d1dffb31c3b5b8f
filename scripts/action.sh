#!/usr/bin/env bash
# What action.yml runs, by hand too and from any folder: scripts/action.sh measure --base=main --stack=./my-app
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
exec npx -y pnpm@12 --silent --dir "$root" action "$@"
