/**
 * Programs that read no variable of a name that a person chose: what they use stands in their words.
 * Those that run other programs (make, npm, python, docker …) are not among them.
 */
export const closedPrograms: ReadonlySet<string> = new Set(
  (
    "kubectl flux helm talosctl kustomize cilium velero stern kubectx kubens " +
    "[ test true false : echo printf cat ls pwd cd exit return break continue shift set unset export local readonly " +
    "declare typeset read trap wait sleep date basename dirname realpath readlink mktemp mkdir rmdir rm cp mv ln " +
    "touch chmod tee head tail sort uniq cut tr wc column grep egrep fgrep rg sed awk gawk jq yq base64 sha256sum " +
    "md5sum diff cmp seq expr nl fold paste comm join rev tac file stat du df ps kill uname hostname whoami id " +
    "curl wget ping dig nslookup host nc openssl open xdg-open"
  ).split(" "),
);
