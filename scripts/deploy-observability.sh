#!/usr/bin/env bash
# Brings metrics and logs up to date: the part of deploy-stack.sh that observes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat <<'TEXT'
usage: deploy-observability.sh [--timeout TIME] [--dry-run] [--context NAME]

Reconciles the Kustomizations `monitoring` and `observability`, after the git
source and the root. Options and exit codes are those of deploy-stack.sh.
TEXT
}

for word in "$@"; do
  case $word in
  -h | --help)
    usage
    exit 0
    ;;
  --only | --only=*)
    echo "deploy-observability.sh: --only is deploy-stack.sh's" >&2
    exit 2
    ;;
  esac
done
exec "$here/deploy-stack.sh" --only monitoring,observability "$@"
