#!/bin/sh
# Runs a program with the files of a pod: what is in $1/etc and $1/run lies in /etc and /run, for it alone.
# Called by `unshare --map-root-user --mount`.
set -eu
files=$1
shift
mount -t tmpfs tmpfs /run
mkdir /run/etc
# Some files may be root's alone; no server reads those.
cp -a /etc/. /run/etc 2>/dev/null || true
cp -R "$files/etc/." /run/etc
cp -R "$files/run/." /run
mount --bind /run/etc /etc
exec "$@"
