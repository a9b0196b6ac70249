#!/bin/sh
# Applies manifests that Flux owns from the working tree, while Flux is suspended.
# usage: apply-manifests.sh KIND NAMESPACE NAME CONTEXT kustomize FOLDER
#        apply-manifests.sh KIND NAMESPACE NAME CONTEXT files FILE…
# Everything but the applied objects goes to stderr: Tilt reads stdout.
set -eu
kind=$1 namespace=$2 name=$3 context=$4 source=$5
shift 5

object() { kubectl --context "$context" get "$kind" "$name" --namespace "$namespace" --output="$1"; }
refuse() {
  echo "$kind $namespace/$name: $*" >&2
  exit 1
}

# Dependencies gate only the first build: each deploy looks for itself.
[ "$(object 'go-template={{.spec.suspend}}')" = true ] ||
  refuse "not suspended, so Flux would undo this deploy; it was not made"
changes=$(object 'go-template={{with .spec}}{{if .postBuild}}postBuild {{end}}{{if .patches}}patches {{end}}{{if .components}}components {{end}}{{if .images}}images {{end}}{{if .targetNamespace}}targetNamespace {{end}}{{if .namePrefix}}namePrefix {{end}}{{if .nameSuffix}}nameSuffix {{end}}{{if .commonMetadata}}commonMetadata {{end}}{{if .decryption}}decryption {{end}}{{if .kubeConfig}}kubeConfig {{end}}{{end}}')
[ -z "$changes" ] ||
  refuse "Flux changes these manifests on the way ($changes), which this deploy would leave out; it was not made"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
if [ "$source" = kustomize ]; then
  kubectl kustomize "$1" >"$work/all.yaml"
else
  for file in "$@"; do
    printf -- '---\n'
    cat "$file"
    printf '\n'
  done >"$work/all.yaml"
fi

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
