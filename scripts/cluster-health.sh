#!/usr/bin/env bash
# Tells whether nodes and pods are well.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'TEXT'
usage: cluster-health.sh [--context NAME]

Shows the nodes, and the pods that neither run with all containers ready nor
have completed. KUBECONFIG is honoured.

  --context NAME   the kube context (default: the current one)
  -h, --help       this text

exit codes: 0 all well, 1 a node or pod is not, 2 wrong call, 3 no cluster
TEXT
}

while [ "$#" -gt 0 ]; do
  common_option "$@"
  [ "$taken" -gt 0 ] || misuse "unknown argument \`$1\`"
  shift "$taken"
done
reach_cluster

kube get nodes
echo

node_fields='{.metadata.name}{"\t"}{.status.conditions[?(@.type=="Ready")].status}'
nodes=$(kube get nodes -o jsonpath="{range .items[*]}$node_fields{\"\\n\"}{end}" | awk -F '\t' '$2 != "True" && NF { print $1 }')
pods=$(troubled_pods)

if [ -z "$nodes" ] && [ -z "$pods" ]; then
  echo "all nodes are ready, all pods run or have completed"
  exit 0
fi
if [ -n "$nodes" ]; then
  printf 'nodes that are not ready:\n%s\n\n' "$nodes"
fi
if [ -n "$pods" ]; then
  printf 'pods that are not well:\n'
  printf 'NAMESPACE\tNAME\tSTATE\tRESTARTS\n%s\n' "$pods" | columns
fi
exit 1
