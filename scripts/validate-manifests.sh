#!/usr/bin/env bash
# Renders every kustomization, as Flux would, without a cluster.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'TEXT'
usage: validate-manifests.sh [DIRECTORY...]

Runs `kubectl kustomize` on every directory with a kustomization.yaml below the
given ones (default: infrastructure and applications), and tells which fail.
No cluster is asked.

  -h, --help   this text

exit codes: 0 all render, 1 one does not, 2 wrong call, 3 kubectl is missing
TEXT
}

case ${1-} in
-h | --help)
  usage
  exit 0
  ;;
-*) misuse "unknown argument \`$1\`" ;;
esac
need kubectl
if [ "$#" -eq 0 ]; then
  cd "$(dirname "${BASH_SOURCE[0]}")/.."
  set -- infrastructure applications
fi
for directory in "$@"; do
  [ -d "$directory" ] || misuse "there is no directory \`$directory\`"
done

count=0
failed=0
while IFS= read -r file; do
  count=$((count + 1))
  if problem=$(kubectl kustomize "$(dirname "$file")" 2>&1 >/dev/null); then
    # kustomize warns of deprecated fields and still succeeds.
    [ -z "$problem" ] || printf '%s: %s\n' "$file" "$problem" >&2
  else
    failed=$((failed + 1))
    printf '%s does not render: %s\n' "$file" "$problem" >&2
  fi
done < <(find "$@" -name kustomization.yaml | LC_ALL=C sort)

[ "$count" -gt 0 ] || misuse "no kustomization.yaml below: $*"
printf '%d of %d kustomizations render\n' "$((count - failed))" "$count"
[ "$failed" -eq 0 ]
