#!/usr/bin/env bash
# The state of the cluster on one page of text.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

usage() {
  cat <<'TEXT'
usage: dashboard.sh [--context NAME]

One page: nodes, Flux objects and certificates that are not ready, pods that
are not well, claims that are not bound, the latest warnings. What is well is
counted, not listed. KUBECONFIG is honoured.

  --context NAME   the kube context (default: the current one)
  -h, --help       this text

exit codes: 0 shown, 2 wrong call, 3 no cluster
TEXT
}

while [ "$#" -gt 0 ]; do
  common_option "$@"
  [ "$taken" -gt 0 ] || misuse "unknown argument \`$1\`"
  shift "$taken"
done
reach_cluster

heading() {
  printf '\n== %s ==\n' "$1"
}
# table HEADER < lines: aligned lines below the header, or "none".
table() {
  local lines
  lines=$(cat)
  if [ -z "$lines" ]; then
    echo "none"
  else
    printf '%b\n%s\n' "$1" "$lines" | columns
  fi
}
# installed RESOURCE: whether the cluster knows the custom resource `plural.group`.
installed() {
  kube get customresourcedefinition "$1" >/dev/null 2>&1
}

heading "Nodes"
kube get nodes -o wide

heading "Flux objects that are not ready"
known=false
troubled=""
for resource in \
  kustomizations.kustomize.toolkit.fluxcd.io \
  helmreleases.helm.toolkit.fluxcd.io \
  gitrepositories.source.toolkit.fluxcd.io \
  helmrepositories.source.toolkit.fluxcd.io \
  ocirepositories.source.toolkit.fluxcd.io; do
  installed "$resource" || continue
  known=true
  # An OCI Helm repository has no status at all: nothing fetches it.
  lines=$(not_ready "$resource" | awk -F '\t' -v kind="${resource%%.*}" \
    'kind == "helmrepositories" && $3 == "Unknown" { next } { print kind "\t" $0 }')
  [ -z "$lines" ] || troubled+="$lines"$'\n'
done
if $known; then
  printf '%s' "$troubled" | table 'KIND\tNAMESPACE\tNAME\tSTATE\tMESSAGE'
else
  echo "Flux is not installed"
fi

heading "Pods that are not well"
troubled_pods | table 'NAMESPACE\tNAME\tSTATE\tRESTARTS'
kube get pods --all-namespaces -o jsonpath='{range .items[*]}{.status.phase}{"\n"}{end}' |
  LC_ALL=C sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2 } END { if (NR) print "" }'

heading "Volume claims that are not bound"
claim='{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.spec.storageClassName}{"\t"}{.status.phase}'
kube get persistentvolumeclaims --all-namespaces -o jsonpath="{range .items[*]}$claim{\"\\n\"}{end}" |
  awk -F '\t' 'NF && $4 != "Bound"' | table 'NAMESPACE\tNAME\tCLASS\tSTATE'

heading "Certificates that are not ready"
if installed certificates.cert-manager.io; then
  not_ready certificates.cert-manager.io | table 'NAMESPACE\tNAME\tSTATE\tMESSAGE'
else
  echo "cert-manager is not installed"
fi

heading "Latest warnings"
event='{.lastTimestamp}{"\t"}{.metadata.namespace}{"\t"}{.involvedObject.kind}/{.involvedObject.name}{"\t"}{.reason}'
kube get events --all-namespaces --field-selector type=Warning --sort-by .lastTimestamp \
  -o jsonpath="{range .items[*]}$event{\"\\n\"}{end}" |
  tail -n 10 | table 'LAST SEEN\tNAMESPACE\tOBJECT\tREASON'
