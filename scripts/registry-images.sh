#!/usr/bin/env bash
# Lists the images in the cluster's own registry.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'TEXT'
usage: registry-images.sh [--context NAME]

Prints `repository:tag`, one a line, of the registry in namespace `registry`,
asked through the API server: neither DNS nor a port forward is needed.
KUBECONFIG is honoured.

  --context NAME   the kube context (default: the current one)
  -h, --help       this text

exit codes: 0 fine, 2 wrong call, 3 no cluster or no registry
TEXT
}

while [ "$#" -gt 0 ]; do
  common_option "$@"
  [ "$taken" -gt 0 ] || misuse "unknown argument \`$1\`"
  shift "$taken"
done
reach_cluster

ask() {
  kube get --raw "/api/v1/namespaces/registry/services/docker-registry:5000/proxy/v2/$1"
}
# The strings in the one array of the answer. Names of images hold neither quotes nor commas.
array() {
  tr -d '\n' | sed -n 's/.*\[\(.*\)\].*/\1/p' | tr ',' '\n' | tr -d '" '
}

catalog=$(ask '_catalog?n=1000') || die "the registry does not answer"
repositories=$(printf '%s' "$catalog" | array)
if [ -z "$repositories" ]; then
  echo "the registry is empty" >&2
  exit 0
fi
while read -r repository; do
  tags=$(ask "$repository/tags/list" | array) || die "the registry does not tell the tags of \`$repository\`"
  if [ -z "$tags" ]; then
    printf '%s has no tags\n' "$repository" >&2
  else
    printf '%s\n' "$tags" | sed "s|^|$repository:|"
  fi
done <<<"$repositories"
