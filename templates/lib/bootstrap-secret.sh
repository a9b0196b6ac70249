#!/bin/sh
# Makes a Secret from the environment and from files; no value is in an argv or a log.
# usage: bootstrap-secret.sh CONTEXT NAMESPACE NAME TYPE create-namespace|existing-namespace [env KEY VARIABLE | file KEY PATH]…
set -eu
context=$1 namespace=$2 name=$3 type=$4 namespace_mode=$5
shift 5

# Everything is looked at before anything is made.
check() {
  while [ $# -gt 0 ]; do
    if [ "$1" = env ]; then
      eval "value=\${$3-}"
      [ -n "$value" ] || { echo "the variable $3 is not set: it holds the key $2 of the Secret $name" >&2; exit 1; }
    else
      [ -r "$3" ] || { echo "the file $3 cannot be read: it holds the key $2 of the Secret $name" >&2; exit 1; }
    fi
    shift 3
  done
}

# printf is the shell's own: the value is in no process's argv.
data() {
  comma=
  while [ $# -gt 0 ]; do
    printf '%s"%s":"' "$comma" "$2"
    if [ "$1" = env ]; then
      eval "value=\${$3-}"
      printf '%s' "$value" | base64 | tr -d '\n'
    else
      base64 <"$3" | tr -d '\n'
    fi
    printf '"'
    comma=,
    shift 3
  done
}

check "$@"
if ! kubectl --context "$context" get namespace "$namespace" --output=name >/dev/null 2>&1; then
  [ "$namespace_mode" = create-namespace ] || {
    echo "the namespace $namespace is not there; make it first, or say createNamespace" >&2
    exit 1
  }
  kubectl --context "$context" create namespace "$namespace"
fi
{
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","namespace":"%s"},"type":"%s","data":{' "$name" "$namespace" "$type"
  data "$@"
  printf '}}\n'
} | kubectl --context "$context" apply --server-side --field-manager=fluxtilt --filename -
