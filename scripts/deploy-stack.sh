#!/usr/bin/env bash
# Makes the cluster match git now, instead of at Flux's next interval.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

root=flux-system
namespace=flux-system
path=infrastructure/clusters/catalyst-cluster
timeout=${DEPLOY_TIMEOUT:-10m}
only=""
dry_run=false

usage() {
  cat <<'TEXT'
usage: deploy-stack.sh [--only NAME,NAME] [--timeout TIME] [--dry-run] [--context NAME]

Fetches the git source, reconciles the root Kustomization, then every other one
after those it depends on, and waits for each. Suspended ones are left alone
and named. KUBECONFIG is honoured.

  --only NAME,NAME   only these Kustomizations
  --timeout TIME     how long to wait for each (default: $DEPLOY_TIMEOUT, else 10m)
  --dry-run          say in which order, do nothing
  --context NAME     the kube context (default: the current one)
  -h, --help         this text

exit codes: 0 all ready, 1 a Kustomization failed, 2 wrong call, 3 no cluster or no Flux
TEXT
}

while [ "$#" -gt 0 ]; do
  common_option "$@"
  if [ "$taken" -gt 0 ]; then
    shift "$taken"
    continue
  fi
  case $1 in
  --only) only=$(value_of "$@") ;;
  --timeout) timeout=$(value_of "$@") ;;
  --dry-run)
    dry_run=true
    shift
    continue
    ;;
  *) misuse "unknown argument \`$1\`" ;;
  esac
  shift 2
done

$dry_run || need flux
reach_cluster
kube get customresourcedefinition kustomizations.kustomize.toolkit.fluxcd.io >/dev/null 2>&1 ||
  die "Flux is not installed in this cluster; bootstrap it with \`flux bootstrap git --path=$path\`"
kube get kustomizations.kustomize.toolkit.fluxcd.io "$root" --namespace "$namespace" >/dev/null 2>&1 ||
  die "there is no Kustomization \`$namespace/$root\`; bootstrap it with \`flux bootstrap git --path=$path\`"

# The root goes first: it brings Kustomizations that are new in git.
if ! $dry_run; then
  flux_cli reconcile kustomization "$root" --namespace "$namespace" --with-source --timeout "$timeout" ||
    die "the root Kustomization \`$namespace/$root\` is not ready" 1
fi

fields='{.metadata.name}{"\t"}{.spec.suspend}{"\t"}{range .spec.dependsOn[*]}{.name}{" "}{end}'
found=$(kube get kustomizations.kustomize.toolkit.fluxcd.io --namespace "$namespace" \
  -o jsonpath="{range .items[*]}$fields{\"\\n\"}{end}")
# `tsort` wants pairs "before after"; a name paired with itself only says that it exists.
order=$(printf '%s\n' "$found" |
  awk -F '\t' 'NF { print $1, $1; n = split($3, before, " "); for (i = 1; i <= n; i++) print before[i], $1 }' |
  tsort) || die "the Kustomizations depend on each other in a circle" 1

state_of() {
  printf '%s\n' "$found" | awk -F '\t' -v name="$1" '$1 == name { print ($2 == "true" ? "suspended" : "active"); exit }'
}
wanted() {
  [ -z "$only" ] || case ",$only," in *",$1,"*) ;; *) return 1 ;; esac
}

for name in ${only//,/ }; do
  [ -n "$(state_of "$name")" ] || misuse "there is no Kustomization \`$namespace/$name\`"
done

failed=""
suspended=""
for name in $order; do
  if [ "$name" = "$root" ] || ! wanted "$name"; then continue; fi
  case $(state_of "$name") in
  suspended) suspended+=" $name" ;;
  active)
    if $dry_run; then
      printf 'would reconcile %s\n' "$name"
    elif ! flux_cli reconcile kustomization "$name" --namespace "$namespace" --timeout "$timeout"; then
      failed+=" $name"
    fi
    ;;
  *) printf 'skipped %s: depended on, but not in the cluster\n' "$name" >&2 ;;
  esac
done

[ -z "$suspended" ] || printf 'left alone, since suspended:%s\n' "$suspended"
[ -z "$failed" ] || die "not ready:$failed" 1
$dry_run || echo "the cluster matches git"
