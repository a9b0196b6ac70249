#!/bin/sh
# Forwards a port to a Service, again and again: kubectl's own forward ends with its pod.
# usage: service-forward.sh CONTEXT NAMESPACE SERVICE LOCAL_PORT SERVICE_PORT
context=$1 namespace=$2 service=$3 local_port=$4 service_port=$5

child=
stop() {
  trap - INT TERM HUP
  if [ -n "$child" ]; then kill "$child" 2>/dev/null; fi
  exit 0
}
trap stop INT TERM HUP

while :; do
  kubectl --context "$context" port-forward --namespace "$namespace" "service/$service" "$local_port:$service_port" &
  child=$!
  wait "$child"
  echo "the forward to $service ended; trying again"
  sleep 1 &
  child=$!
  wait "$child"
done
