#!/usr/bin/env bash
# Mints a short-lived token to log in to Headlamp with.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

namespace=infra-testing
account=headlamp
duration=${TOKEN_DURATION:-1h}

usage() {
  cat <<'TEXT'
usage: dashboard-token.sh [--namespace NAME] [--account NAME] [--duration TIME] [--context NAME]

Asks the cluster for a token of Headlamp's service account, which may read but
not change. Prints the token alone on stdout. KUBECONFIG is honoured.

  --namespace NAME   where the service account is (default: infra-testing)
  --account NAME     the service account (default: headlamp)
  --duration TIME    how long the token is good, at least 10m
                     (default: $TOKEN_DURATION, else 1h)
  --context NAME     the kube context (default: the current one)
  -h, --help         this text

exit codes: 0 fine, 2 wrong call, 3 no cluster or no such account
TEXT
}

while [ "$#" -gt 0 ]; do
  common_option "$@"
  if [ "$taken" -gt 0 ]; then
    shift "$taken"
    continue
  fi
  case $1 in
  --namespace) namespace=$(value_of "$@") ;;
  --account) account=$(value_of "$@") ;;
  --duration) duration=$(value_of "$@") ;;
  *) misuse "unknown argument \`$1\`" ;;
  esac
  shift 2
done
reach_cluster

kube get serviceaccount "$account" --namespace "$namespace" >/dev/null 2>&1 ||
  die "there is no service account \`$account\` in namespace \`$namespace\`; has Flux applied \`infra-testing\`?"
token=$(kube create token "$account" --namespace "$namespace" --duration "$duration") ||
  die "the cluster gave no token"
printf '%s\n' "$token"
printf 'good for %s at http://headlamp.talos00\n' "$duration" >&2
