# shellcheck shell=bash
# What the operation scripts share. Sourced, never run.
#
# Exit codes: 0 fine, 1 the check found something, 2 the call is unusable,
# 3 something outside failed (a tool is missing, the cluster does not answer).

context=""
# shellcheck disable=SC2034 # read by the scripts that source this file
taken=0

# die MESSAGE [CODE]: ends the script; CODE is 3 unless told.
die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2:-3}"
}

misuse() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  printf 'try %s --help\n' "$0" >&2
  exit 2
}

# common_option WORDS...: reads an option that every script has, and sets
# `taken` to the number of words it used (0: not one of these).
common_option() {
  # shellcheck disable=SC2034 # see above
  taken=0
  case $1 in
  -h | --help)
    usage
    exit 0
    ;;
  --context)
    if [ "$#" -lt 2 ] || [ -z "$2" ]; then misuse "--context needs a name"; fi
    context=$2
    taken=2
    ;;
  --context=*)
    context=${1#--context=}
    [ -n "$context" ] || misuse "--context needs a name"
    # shellcheck disable=SC2034 # see above
    taken=1
    ;;
  esac
}

# value_of OPTION WORDS...: the word after an option, or a refusal.
value_of() {
  if [ "$#" -lt 2 ] || [ -z "$2" ]; then misuse "$1 needs a value"; fi
  printf '%s' "$2"
}

need() {
  command -v "$1" >/dev/null 2>&1 || die "\`$1\` is not installed, or not on PATH"
}

# Inside Tilt KUBECONFIG holds one context only, so none is named unless asked for.
kube() {
  kubectl ${context:+--context "$context"} --request-timeout=15s "$@"
}

# No request timeout here: flux bounds its own waits with --timeout.
flux_cli() {
  flux ${context:+--context "$context"} "$@"
}

# reach_cluster: fails with the reason unless the API server answers.
reach_cluster() {
  local answer
  need kubectl
  answer=$(kube get --raw /version 2>&1) && return
  die "the cluster does not answer${context:+ (context \`$context\`)}: $(printf '%s\n' "$answer" | tail -n 1)"
}

# troubled_pods: one line a pod that neither runs with all its containers ready
# nor has completed: `namespace<TAB>name<TAB>state<TAB>restarts`.
troubled_pods() {
  local fields
  fields='{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.status.phase}{"\t"}'
  fields+='{.status.containerStatuses[*].ready}{"\t"}{.status.containerStatuses[*].state.waiting.reason}{"\t"}'
  fields+='{.status.initContainerStatuses[*].state.waiting.reason}{"\t"}{.status.containerStatuses[*].restartCount}'
  kube get pods --all-namespaces -o jsonpath="{range .items[*]}$fields{\"\\n\"}{end}" |
    awk -F '\t' '
      NF == 0 || $3 == "Succeeded" { next }
      $3 == "Running" && $4 !~ /false/ { next }
      {
        state = $3
        if ($3 == "Running") state = "NotReady"
        if ($6 != "" && $6 != "PodInitializing") state = $6
        if ($5 != "" && $5 != "PodInitializing") state = $5
        n = split($7, counts, " ")
        restarts = 0
        for (i = 1; i <= n; i++) restarts += counts[i]
        printf "%s\t%s\t%s\t%d\n", $1, $2, state, restarts
      }'
}

# not_ready RESOURCE: one line an object whose Ready condition is not True, or
# that is suspended: `namespace<TAB>name<TAB>state<TAB>message`.
not_ready() {
  local fields
  fields='{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}{.spec.suspend}{"\t"}'
  fields+='{.status.conditions[?(@.type=="Ready")].status}{"\t"}'
  fields+='{.status.conditions[?(@.type=="Ready")].reason}{"\t"}{.status.conditions[?(@.type=="Ready")].message}'
  kube get "$1" --all-namespaces -o jsonpath="{range .items[*]}$fields{\"\\n\"}{end}" |
    awk -F '\t' '
      # A message may hold line feeds; what follows them is no object.
      NF < 5 { next }
      $3 == "true" { printf "%s\t%s\tSuspended\t%s\n", $1, $2, $6; next }
      $4 != "True" { printf "%s\t%s\t%s\t%s\n", $1, $2, ($5 == "" ? "Unknown" : $5), $6 }'
}

# columns: aligns tab-separated lines. `column` is not on every machine.
columns() {
  awk -F '\t' '
    { rows[NR] = $0; for (i = 1; i < NF; i++) if (length($i) > width[i]) width[i] = length($i) }
    END {
      for (r = 1; r <= NR; r++) {
        n = split(rows[r], cell, "\t")
        line = ""
        for (i = 1; i < n; i++) line = line sprintf("%-" (width[i] + 2) "s", cell[i])
        print line cell[n]
      }
    }'
}
