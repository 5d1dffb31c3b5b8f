# Puts the runtimes that are named into the path. Each has a folder here with a lockfile of its own.
set -e
here=$(dirname "$0")
for runtime in "$@"; do
  (cd "$here/$runtime" && npx -y pnpm@12 install --frozen-lockfile --trust-lockfile --ignore-workspace)
  # Of the builds for this processor the first that runs: Bun's plain one wants instructions (AVX2) that old ones have not.
  for program in "$here/$runtime"/node_modules/"$runtime"-*; do
    if [ -f "$program/bin/$runtime" ]; then program=$program/bin; fi
    if "$program/$runtime" --version; then
      mv "$program/$runtime" /usr/local/bin/
      break
    fi
  done
  rm -r "$here/$runtime/node_modules" "$(npx -y pnpm@12 store path)"
  "$runtime" --version
done
