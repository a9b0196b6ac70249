#!/bin/sh
# Keeps a Flux object suspended for as long as Tilt runs.
# usage: suspend.sh hold|check KIND NAMESPACE NAME CONTEXT
set -u
mode=$1 kind=$2 namespace=$3 name=$4 context=$5
mark=fluxtilt.dev/suspended-by

object() { kubectl --context "$context" "$@" "$kind" "$name" --namespace "$namespace"; }

# kustomize-controller takes back fields of managers named kubectl…; this one it leaves alone.
patch() { object patch --type=merge --field-manager=flux-client-side-apply --patch "$1" >/dev/null; }

state() { object get --output='go-template={{.spec.suspend}} {{with .metadata.annotations}}{{index . "'"$mark"'"}}{{end}}'; }

if [ "$mode" = check ]; then
  case $(state) in
    'true '*) exit 0 ;;
  esac
  echo "$kind $namespace/$name is not suspended" >&2
  exit 1
fi

stop() {
  trap - INT TERM HUP
  if [ -n "$waiting" ]; then kill "$waiting" 2>/dev/null; fi
  if [ "$ours" = yes ]; then
    if patch '{"spec":{"suspend":false},"metadata":{"annotations":{"'"$mark"'":null}}}'; then
      echo "resumed $kind $namespace/$name"
    else
      echo "$kind $namespace/$name stays suspended: flux resume it when the cluster answers" >&2
      exit 1
    fi
  fi
  exit 0
}

waiting='' ours=no
trap stop INT TERM HUP
before=$(state) || exit 1
case $before in
  # Tilt was killed before it could resume: the suspension is ours to end.
  'true fluxtilt'*) ours=yes ;;
  'true '*) echo "$kind $namespace/$name was suspended already, and stays so when Tilt ends" ;;
  *)
    ours=yes
    patch '{"spec":{"suspend":true},"metadata":{"annotations":{"'"$mark"'":"fluxtilt"}}}' || { ours=no; exit 1; }
    echo "suspended $kind $namespace/$name until Tilt ends"
    ;;
esac
while :; do
  sleep 3600 &
  waiting=$!
  wait "$waiting"
done
