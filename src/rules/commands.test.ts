import { describe, expect, it } from "vitest";
import { told as toldOf } from "../testing/told.ts";

type Command = string | readonly string[];

/**
 * The pieces of the inventory at which a rule tells something of a button with this command. The inventory
 * has the deployments `site` and `api` in `web`, the statefulset `db` in `data`, and the context `admin@lab`.
 */
function told(code: string, command: Command, more: object = {}): Promise<readonly string[]> {
  return toldOf(code, {
    env: { variables: { NODE: { default: "a" } } },
    groups: {
      web: { namespace: "web", workloads: { site: "deployment/site", api: "deployment/api" } },
      data: { namespace: "data", workloads: { db: "statefulset/db" } },
    },
    buttons: { b: { do: typeof command === "string" ? { shell: command } : { argv: command }, ...more } },
  });
}

describe("a terminal (FT324)", () => {
  it.each<[Command, string]>([
    ["kubectl exec -ti deploy/site -n web -- sh", "kubectl exec -ti deploy/site -n web -- sh"],
    ["kubectl attach -it site-0 -n web", "kubectl attach -it site-0 -n web"],
    ["kubectl debug -n web -it site-0 --image=busybox", "kubectl debug -n web -it site-0 --image=busybox"],
    ["oc -n web exec --tty site-0 -- sh", "oc -n web exec --tty site-0 -- sh"],
    ["cd x && /usr/bin/vim a", "/usr/bin/vim a"],
    ["env A=1 B=2 htop", "env A=1 B=2 htop"],
    ["sudo -u root -E watch date", "sudo -u root -E watch date"],
    ["timeout -k 5s 1.5m k9s", "timeout -k 5s 1.5m k9s"],
    ["nice -n 5 nohup top", "nice -n 5 nohup top"],
    ["tmux new -s lab", "tmux new -s lab"],
    ["emacs -nw a", "emacs -nw a"],
    ["read -rs answer", "read -rs answer"],
    ["docker run --rm -it box", "docker run --rm -it box"],
    ["podman exec --tty box sh", "podman exec --tty box sh"],
    ["ssh -tt node uptime", "ssh -tt node uptime"],
    ["talosctl dashboard", "talosctl dashboard"],
    ["talosctl edit machineconfig", "talosctl edit machineconfig"],
    [["sh", "-c", "top"], "top"],
    [["/bin/bash", "-ec", "top"], "top"],
    [["bash", "-euo", "pipefail", "-c", "top"], "top"],
    [["bash", "-eco", "pipefail", "top"], "top"],
    [["top"], '["top"]'],
  ])("is wanted by %j", async (command, piece) => {
    expect(await told("FT324", command)).toEqual([piece]);
  });

  it.each<[Command]>([
    ["kubectl exec --tty=false site-0 -n web -- sh"],
    ["kubectl exec -i site-0 -n web -- sh"],
    ["kubectl exec site-0 -n web -- tar -t"],
    ["kubectl get pods -n web && kubectl edits"],
    ["top -H -b"],
    ["tmux new -s lab -d"],
    ["tmux kill-server"],
    ["tmux ls"],
    ["screen -ls"],
    ["emacs --batch -l a"],
    ["vim -es a"],
    ["nvim --headless a"],
    ["htop --version"],
    ["k9s -h"],
    ["read -r line"],
    ["read stop"],
    ["docker exec box ls -t"],
    ["docker ps -t"],
    ["docker run --net=test box"],
    ["ssh -T node uptime"],
    ["ssh node ls --sort=t"],
    ["talosctl health"],
    ["talosctl get dashboard"],
    ["echo top"],
    ["$EDITOR a; $A top"],
    [["fish", "-c", "top"]],
    [["sh", "top"]],
    [["sh", "run.sh", "-c", "top"]],
    [["sh", "-c"]],
    [["echo", "sh", "-c", "top"]],
  ])("is not wanted by %j", async (command) => {
    expect(await told("FT324", command)).toEqual([]);
  });
});

describe("what a click destroys (FT327)", () => {
  it.each([
    "kubectl delete pod site-0 -n web",
    "kubectl drain a",
    "kubectl -n web scale deployment/site --replicas 0",
    "kubectl replace --force -f site.yaml",
    "kubectl apply --prune -f site.yaml",
    "kubectl rollout undo deployment/site -n web",
    "flux suspend kustomization web",
    "flux --context=admin@lab delete kustomization web",
    "helm --namespace=web rollback site",
    "talosctl --nodes=a reset",
    "docker system prune",
    "docker volume rm cache",
    "git clean -fdx",
    "git push --force origin",
    "terraform destroy",
    "velero backup delete old",
    "argocd app delete site",
    "rm -r cache",
    "rm -fR cache",
    "rm --recursive cache",
    "mkfs.ext4 /dev/sdb",
    "mkfs /dev/sdb",
    "wipefs -a /dev/sdb",
    "dd if=image of=/dev/sdb",
  ])("is told of %j", async (command) => {
    expect(await told("FT327", command)).toEqual([command]);
  });

  it.each([
    "kubectl -n web scale deployment/site --replicas=1",
    "kubectl replace -f site.yaml",
    "kubectl apply -f site.yaml",
    "kubectl rollout status deployment/site -n web",
    "kubectl get restart",
    "kubectl delete pod site-0 -n web --dry-run=client",
    "kubectl delete pod site-0 -n web --dry-run",
    "kubectl delete --help",
    "flux resume kustomization web",
    "flux get suspend",
    "helm list",
    "helm uninstalled",
    "git push origin",
    "git reset --soft",
    "docker system df",
    "rm -f cache",
    "rm cache-r",
    "unmkfs /dev/sdb",
    "mkfsx /dev/sdb",
    "dd if=/dev/zero of=image",
    "constructor delete",
    "echo rm -r cache",
  ])("is not told of %j", async (command) => {
    expect(await told("FT327", command)).toEqual([]);
  });

  it("is told where a rehearsal was switched off", async () => {
    const command = "kubectl delete pod site-0 -n web --dry-run=none";
    expect(await told("FT327", command)).toEqual([command]);
  });

  it("is not told where a person is asked, or shall not be", async () => {
    for (const confirm of [true, false]) expect(await told("FT327", "rm -r cache", { confirm })).toEqual([]);
  });
});

describe("a hidden failure (FT326)", () => {
  it.each([
    ["kubectl get pods || true", "kubectl get pods || true"],
    ["a && b || :", "b || :"],
    ["a 2>/dev/null || echo none", "a 2>/dev/null || echo none"],
    ["a &>/dev/null || /usr/bin/printf none", "a &>/dev/null || /usr/bin/printf none"],
    ["kubectl get pods | head -n 3", "kubectl get pods | head -n 3"],
    ["/usr/local/bin/flux get all | sort | wc -l", "/usr/local/bin/flux get all | sort | wc -l"],
    ["helm list | grep -c site", "helm list | grep -c site"],
    ["helm list | grep --invert-match site", "helm list | grep --invert-match site"],
    ["kubectl get pods -o json | jq .items", "kubectl get pods -o json | jq .items"],
    ["kubectl get cm a -o yaml | kubectl diff -f -", "kubectl get cm a -o yaml | kubectl diff -f -"],
    [
      "kubectl get pods | while read -r a; do echo $a; done",
      "kubectl get pods | while read -r a; do echo $a; done",
    ],
  ])("is told of %j", async (command, piece) => {
    expect(await told("FT326", command)).toEqual([piece]);
  });

  it.each([
    "kubectl get pods || exit 1",
    "kubectl get pods && true",
    "kubectl get pods || echo none",
    "kubectl get pods 2>/dev/null || kubectl get nodes",
    "grep a list || true",
    "/usr/bin/diff a b || :",
    "[ -f a ] || true",
    "$A || true",
    "if a; then b; fi || true",
    "cat list | head -n 3",
    "kubectl get pods | grep Running",
    "kubectl get pods | egrep -i Running",
    "kubectl get pods -o json | jq -e .items",
    "kubectl create ns a --dry-run=client -o yaml | kubectl apply -f -",
    "set -o pipefail; kubectl get pods | head -n 3",
    "bash -o pipefail -c 'kubectl get pods | head -n 3'",
  ])("is not told of %j", async (command) => {
    expect(await told("FT326", command)).toEqual([]);
  });

  it("is not told where the shell was given `pipefail` as a word", async () => {
    const text = "kubectl get pods | head -n 3";
    expect(await told("FT326", ["bash", "-o", "pipefail", "-c", text])).toEqual([]);
    expect(await told("FT326", ["bash", "-c", text])).toEqual([text]);
  });
});

describe("another context (FT325)", () => {
  it.each([
    ["kubectl --context prod get nodes", "prod"],
    ["kubectl get nodes --context=prod", "--context=prod"],
    ["kubectl config use-context prod", "prod"],
    ["flux --context prod get all", "prod"],
    ["stern --context=prod site", "--context=prod"],
    ["helm --kube-context prod list", "prod"],
    ["sudo kubectl --context prod get nodes", "prod"],
  ])("is told of %j", async (command, piece) => {
    expect(await told("FT325", command)).toEqual([piece]);
  });

  it.each([
    "kubectl --context admin@lab get nodes",
    'kubectl --context "$NODE" get nodes',
    "kubectl config get-contexts prod",
    "kubectl get use-context prod",
    "kubectl exec site-0 -- flux --context prod",
    "flux get all -- --context prod",
    "helm --context prod list",
    "talosctl --context prod health",
    "kubectl get nodes --context",
  ])("is not told of %j", async (command) => {
    expect(await told("FT325", command)).toEqual([]);
  });
});

describe("a workload or namespace that the inventory does not have (FT330)", () => {
  it.each([
    ["kubectl -n wbe get pods", "wbe"],
    ["kubectl -nwbe get pods", "-nwbe"],
    ["kubectl -n=wbe get pods", "-n=wbe"],
    ["kubectl --namespace=wbe get pods", "--namespace=wbe"],
    ["flux -n wbe get all", "wbe"],
    ["helm list --namespace wbe", "wbe"],
    ["kubectl get namespace wbe", "wbe"],
    ["kubectl get ns/wbe", "ns/wbe"],
    ["kubectl get namespaces wbe", "wbe"],
    ["kubectl -n web get deployment/sit", "deployment/sit"],
    ["kubectl -n web get deploy site sit", "sit"],
    ["kubectl -n web get Deployment.apps sit", "sit"],
    ["kubectl get statefulset/dbb", "statefulset/dbb"],
    ["kubectl -n data get deployment/site", "deployment/site"],
    ["kubectl -n web rollout status deployment sit", "sit"],
    ["kubectl -n web logs -f deploy/sit deploy/x", "deploy/sit"],
    ["kubectl -n web exec deploy/sit -- ls deploy/x", "deploy/sit"],
    ["kubectl -n web label deployment sit a=b c-", "sit"],
    ["kubectl -n web get deployment/sit --context admin@lab", "deployment/sit"],
    ["kubectl -n web -o wide get deployment/sit", "deployment/sit"],
    ["kubectl -n web get --selector a=b -w deployment/sit", "deployment/sit"],
  ])("is told of %j", async (command, piece) => {
    expect(await told("FT330", command)).toEqual([piece]);
  });

  it.each([
    "kubectl -n web get deployment/site deployment/api",
    "kubectl get deployment/site",
    "kubectl -n kube-system get deployment/coredns",
    "kubectl -n wbe create deployment x --image=y",
    "kubectl -n wbe apply -f a.yaml",
    "kubectl --kubeconfig other -n wbe get pods",
    "kubectl --context prod -n wbe get pods",
    'kubectl -n "$NODE" get pods',
    'kubectl -n "$NODE" get deployment/site',
    "kubectl -n web get pods/sit configmap/sit",
    "kubectl -n web get deploy,sts sit",
    "kubectl -n web exec sit -- ls deployment/sit",
    "kubectl -n web cp deployment/sit/file .",
    "kubectl -n web get --newer x deployment/sit",
    "kubectl -n web -Z get deployment/sit",
    "kubectl -n web get $A deployment/sit",
    'kubectl -n web get "deployment/$NODE"',
    "kubectl -n web get deployment",
    "kubectl -n",
    "stern -n wbe site",
    "flux -n WBE get all",
  ])("is not told of %j", async (command) => {
    expect(await told("FT330", command)).toEqual([]);
  });
});

describe("a password in an option (FT342)", () => {
  it.each([
    ["restic --password hunter2 check", "--password"],
    ["restic --password=hunter2 check", "--password=hunter2"],
    ["kubectl create secret docker-registry a --docker-password=hunter2", "--docker-password=hunter2"],
    ["vault login --token hunter2", "--token"],
    ["mc --secret-key hunter2", "--secret-key"],
    ["mysql -phunter2 db", "-phunter2"],
    ["sshpass -p hunter2 ssh a", "-p"],
    ["curl -u admin:hunter2 x", "admin:hunter2"],
    ["curl -uadmin:hunter2 x", "-uadmin:hunter2"],
    ["curl --user admin:hunter2 x", "admin:hunter2"],
    ["curl --user=admin:hunter2 x", "--user=admin:hunter2"],
    ["curl --proxy-user=admin:hunter2 x", "--proxy-user=admin:hunter2"],
    ["curl -U a:hunter2 x", "a:hunter2"],
  ])("is told of %j", async (command, piece) => {
    expect(await told("FT342", command)).toEqual([piece]);
  });

  it.each([
    'restic --password "$NODE" check',
    "restic --password --verbose",
    "restic --password",
    "restic --password=<password> check",
    "restic --password-file a check",
    "restic --passwords hunter2",
    "a --tokenise hunter2",
    "mysql -p db",
    "mysql -P 3306 db",
    "curl -p hunter2 x",
    "curl -u admin x",
    'curl -u "admin:$NODE" x',
    "curl -u admin: x",
    "curl -x a:hunter2 x",
    "wget -u admin:hunter2 x",
    "curl -u",
    "constructor -phunter2",
  ])("is not told of %j", async (command) => {
    expect(await told("FT342", command)).toEqual([]);
  });
});
