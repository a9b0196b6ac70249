#!/bin/sh
# Applies manifests that Flux owns from the working tree, while Flux is suspended.
# usage: apply-manifests.sh KIND NAMESPACE NAME CONTEXT COMMAND…
# COMMAND, with `--cluster CONTEXT` behind it, prints what Flux would apply (fluxtilt render).
# Everything but the applied objects goes to stderr: Tilt reads stdout.
set -eu
kind=$1 namespace=$2 name=$3 context=$4
shift 4

refuse() {
  echo "$kind $namespace/$name: $*" >&2
  exit 1
}

# Dependencies gate only the first build: each deploy looks for itself.
suspended=$(kubectl --context "$context" get "$kind" "$name" --namespace "$namespace" --output='go-template={{.spec.suspend}}')
[ "$suspended" = true ] || refuse "not suspended, so Flux would undo this deploy; it was not made"

# What Flux would apply may hold values of Secrets.
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
"$@" --cluster "$context" >"$work/all.yaml" ||
  refuse "what Flux would apply cannot be told; the deploy was not made"

# Tilt gives each built image as TILT_IMAGE_n; the manifests name it as FLUXTILT_IMAGE_n, with or without a tag.
index=0
while eval "[ -n \"\${FLUXTILT_IMAGE_$index-}\" ]"; do
  eval "IMAGE_OLD=\$FLUXTILT_IMAGE_$index IMAGE_NEW=\$TILT_IMAGE_$index"
  export IMAGE_OLD IMAGE_NEW
  awk '
    match($0, /^[ -]*image: */) {
      head = substr($0, 1, RLENGTH); value = substr($0, RLENGTH + 1); sub(/ #.*/, "", value); gsub(/["\047 \r]/, "", value)
      rest = substr(value, length(ENVIRON["IMAGE_OLD"]) + 1)
      if (index(value, ENVIRON["IMAGE_OLD"]) == 1 && (rest == "" || rest ~ /^[:@]/)) { print head ENVIRON["IMAGE_NEW"]; next }
    }
    { print }
  ' "$work/all.yaml" >"$work/next.yaml"
  mv "$work/next.yaml" "$work/all.yaml"
  index=$((index + 1))
done

# As Flux's own controller: what Flux applies when it is resumed then takes the place of all of this.
kubectl --context "$context" apply --server-side --field-manager=kustomize-controller --force-conflicts \
  --filename "$work/all.yaml" --output=yaml
