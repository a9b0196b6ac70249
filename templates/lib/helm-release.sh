#!/bin/sh
# Deploys a release that Flux owns from the working tree, while Flux is suspended.
# usage: helm-release.sh KIND NAMESPACE NAME CONTEXT RELEASE_NAMESPACE RELEASE CHART [FLAG…]
# Everything but the deployed objects goes to stderr: Tilt reads stdout.
set -eu
kind=$1 namespace=$2 name=$3 context=$4 release_namespace=$5 release=$6 chart=$7
shift 7

# What values come from has its name from the cluster: it is no flag.
object() { kubectl --context "$context" get --namespace "$namespace" --output="$3" -- "$1" "$2"; }
refuse() {
  echo "$kind $namespace/$name: $*" >&2
  exit 1
}

# Dependencies gate only the first build: each deploy looks for itself.
[ "$(object "$kind" "$name" 'go-template={{.spec.suspend}}')" = true ] ||
  refuse "not suspended, so Flux would undo this deploy; it was not made"
changes=$(object "$kind" "$name" 'go-template={{with .spec}}{{if .postRenderers}}postRenderers {{end}}{{if .commonMetadata}}commonMetadata {{end}}{{if .kubeConfig}}kubeConfig {{end}}{{end}}')
[ -z "$changes" ] || refuse "has $changes, which this deploy would leave out; it was not made"

# Under another name or in another namespace it would be a second release beside Flux's.
release_of_flux=$(object "$kind" "$name" 'go-template={{with .spec}}{{if .releaseName}}{{.releaseName}}{{else if .targetNamespace}}{{.targetNamespace}}-{{$.metadata.name}}{{else}}{{$.metadata.name}}{{end}} {{or .targetNamespace $.metadata.namespace}} {{or .storageNamespace $.metadata.namespace}}{{end}}')
[ "$release_of_flux" = "$release $release_namespace $release_namespace" ] ||
  refuse "Flux's release, its namespace and that of its records are \"$release_of_flux\", not \"$release $release_namespace $release_namespace\"; nothing was deployed"

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# The values that Flux gives come first, in its order; those of the working tree win.
count=0
references='{{range .spec.valuesFrom}}{{.kind}} {{.name}} {{or .valuesKey "values.yaml"}} {{if .targetPath}}path{{else}}whole{{end}} {{if .optional}}optional{{else}}needed{{end}}{{"\n"}}{{end}}'
object "$kind" "$name" "go-template=$references" >"$work/references"
while read -r source source_name key target need; do
  [ -n "$source" ] || continue
  [ "$target" = whole ] || refuse "takes single values from $source $source_name, which this deploy cannot; it was not made"
  case $source in ConfigMap | Secret) ;; *) refuse "takes values from a $source; it was not made" ;; esac
  case $key in *[!-._a-zA-Z0-9]*) refuse "takes the values \"$key\", which is no key; it was not made" ;; esac
  decode=''
  if [ "$source" = Secret ]; then decode=' | base64decode'; fi
  count=$((count + 1))
  if ! object "$source" "$source_name" "go-template={{with index .data \"$key\"}}{{.$decode}}{{end}}" >"$work/$count.yaml"; then
    [ "$need" = optional ] || refuse "its values from $source $source_name cannot be read; nothing was deployed"
    : >"$work/$count.yaml"
  fi
  [ -s "$work/$count.yaml" ] || [ "$need" = optional ] || refuse "$source $source_name has no $key; nothing was deployed"
done <"$work/references"
count=$((count + 1))
object "$kind" "$name" 'jsonpath={.spec.values}' >"$work/$count.yaml"

while [ "$count" -gt 0 ]; do
  if [ -s "$work/$count.yaml" ]; then set -- "--values=$work/$count.yaml" "$@"; fi
  count=$((count - 1))
done

# Tilt gives each built image as TILT_IMAGE_n; its places in the chart are in FLUXTILT_IMAGE_KEYS_n.
index=0 image='' keys=''
while [ "$index" -lt "${FLUXTILT_IMAGE_COUNT:-0}" ]; do
  eval "image=\$TILT_IMAGE_$index keys=\$FLUXTILT_IMAGE_KEYS_$index"
  tag=${image##*:}
  repository=${image%:*}
  registry=${repository%%/*}
  while read -r first second third; do
    [ -n "$first" ] || continue
    if [ -n "$third" ]; then
      set -- "$@" --set-string "$first=$registry" --set-string "$second=${repository#*/}" --set-string "$third=$tag"
    elif [ -n "$second" ]; then
      set -- "$@" --set-string "$first=$repository" --set-string "$second=$tag"
    else
      set -- "$@" --set-string "$first=$image"
    fi
  done <<KEYS
$keys
KEYS
  index=$((index + 1))
done

helm upgrade --install "$release" "$chart" --namespace "$release_namespace" --kube-context "$context" "$@" >&2

# Objects that name no namespace are the release's; kubectl refuses a flag that differs from what others name.
helm get manifest "$release" --namespace "$release_namespace" --kube-context "$context" |
  awk -v namespace="$release_namespace" '
    function flush(    i, has, indent) {
      has = 0
      for (i = 1; i <= n; i++) {
        if (line[i] ~ /^metadata:/) inside = 1
        else if (line[i] ~ /^[^ #]/) inside = 0
        else if (inside && line[i] ~ /^ +namespace:/ && !has) { match(line[i], /^ +/); if (RLENGTH == depth || depth == 0) has = 1 }
        if (inside && depth == 0 && line[i] ~ /^ +[^ ]/) { match(line[i], /^ +/); depth = RLENGTH; if (line[i] ~ /^ +namespace:/) has = 1 }
      }
      for (i = 1; i <= n; i++) {
        print line[i]
        if (!has && line[i] ~ /^metadata:[ ]*$/) { indent = sprintf("%" depth "s", ""); print indent "namespace: " namespace }
      }
      n = 0; depth = 0; inside = 0
    }
    /^---/ { flush(); print; next }
    { line[++n] = $0 }
    END { flush() }
  ' |
  kubectl --context "$context" get --output=yaml --filename -
