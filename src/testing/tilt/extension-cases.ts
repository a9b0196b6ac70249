/** Public functions, by extension, that the stand-ins have. */
export const functions: Readonly<Record<string, readonly string[]>> = {
  k8s_attach: ["k8s_attach"],
  uibutton: ["cmd_button", "text_input", "bool_input", "choice_input"],
  helm_resource: ["helm_resource", "helm_repo"],
  dotenv: ["dotenv"],
  namespace: ["namespace_yaml", "namespace_create", "namespace_inject"],
  secret: [
    "secret_yaml_generic",
    "secret_create_generic",
    "secret_from_dict",
    "secret_yaml_registry",
    "secret_yaml_tls",
    "secret_create_tls",
    "secret_yaml_docker_registry",
    "secret_create_docker_registry",
  ],
  restart_process: ["docker_build_with_restart", "custom_build_with_restart"],
  kubectl_build: [
    "kubectl_build",
    "image_build",
    "kubectl_build_enable",
    "kubectl_build_registry_secret",
    "to_bool",
  ],
  coreos_prometheus: [
    "setup_monitoring",
    "list_prometheus_crd_types",
    "get_prometheus_dependencies",
    "get_prometheus_resources",
  ],
};

/** Calls that load, by extension; the real ones must make the same of them. */
export const calls: readonly (readonly [extension: string, call: string])[] = [
  ["k8s_attach", `k8s_attach("a", "deployment/a")`],
  [
    "k8s_attach",
    `k8s_attach("a", "deployment/a", "ns", ["src"], [sync("src", "/src")], container_selector = "c", labels = ["l"])`,
  ],
  [
    "k8s_attach",
    `k8s_attach("a", "deployment/a", image_selector = "i", live_update = [sync(".", "/")], port_forwards = ["1:2"])`,
  ],
  ["helm_resource", `helm_resource("a", "repo/a")`],
  [
    "helm_resource",
    `helm_resource("a", "./c", ["v.yaml"], "r", "ns", flags = ["-f", "v.yaml"], uninstall_flags = ["--dry-run"], labels = ["l"], port_forwards = ["1:2"], auto_init = False, pod_readiness = "ignore", links = ["http://a"], resource_deps = ["b"], update_dependencies = True, build_dependencies = True)\nlocal_resource("b", "true")`,
  ],
  [
    "helm_resource",
    `[docker_build(i, ".") for i in ["i", "j", "k"]]\nhelm_resource("a", "c", image_deps = ["i", "j", "k"], image_keys = ["image", ("repo", "tag"), [("reg", "repo", "tag"), "other"]])`,
  ],
  [
    "helm_resource",
    `helm_repo("a", "https://a.example", labels = ["l"])\nhelm_repo("b", "https://b.example", "res", "me", "secret")`,
  ],
  ["namespace", `k8s_yaml(namespace_yaml("apps", ["a: b"], ["c: d", "e: f"]))`],
  ["namespace", `namespace_create("apps")\nnamespace_create("apps", allow_duplicates = True)`],
  ["namespace", `k8s_yaml(namespace_inject("objects.yaml", "other"))`],
  ["namespace", `k8s_yaml(namespace_inject(read_file("objects.yaml"), "other"))`],
  [
    "dotenv",
    `dotenv()\nprint([os.getenv(k, "none") for k in ["A", "B", "C", "D", "E", "F", "export G", "H", "I"]])`,
  ],
  ["dotenv", `dotenv(".env", verbose = True)\ndotenv(fn = ".env", verbose = True, showValues = True)`],
  ["dotenv", `dotenv("absent")`],
  [
    "secret",
    `secret_create_generic("s", "n", from_file = ["a=objects.yaml", "b=.env"], secret_type = "Opaque")`,
  ],
  [
    "secret",
    `secret_create_generic("s", from_file = "a=objects.yaml")\nsecret_create_generic("t", from_env_file = "plain.env")`,
  ],
  ["secret", `k8s_yaml(secret_from_dict("s", "n", {"a": "b", "c": None}))`],
  [
    "secret",
    `k8s_yaml(secret_yaml_registry("s", "n", {"docker-server": "h", "docker-username": "u", "docker-password": "p"}))`,
  ],
  ["secret", `secret_create_docker_registry("s", "u", "p", "h", "n")`],
  [
    "restart_process",
    `docker_build_with_restart("i", ".", "run me", [sync("src", "/src")], dockerfile = "Dockerfile", target = "t")\nk8s_custom_deploy("a", "true", "true", [], image_deps = ["i"])`,
  ],
  [
    "restart_process",
    `docker_build_with_restart("i", ".", ["run"], [sync("src", "/src")], restart_file = "/r", trigger = ["src/a"], exit_policy = "continue")\nk8s_custom_deploy("a", "true", "true", [], image_deps = ["i"])`,
  ],
  [
    "restart_process",
    `custom_build_with_restart("i", "make", ["src"], ["run"], [sync("src", "/src")], env = {"A": "b"})\nk8s_custom_deploy("a", "true", "true", [], image_deps = ["i"])`,
  ],
  [
    "kubectl_build",
    `kubectl_build("i", ".", {"A": "b c"}, target = "t", ssh = "default", secret = ["x"], extra_tag = ["e", "f"], cache_from = ["g"], cache_to = ["h"], pull = True, push = True, namespace = "n", builder = "bb", platform = "p")\nk8s_custom_deploy("a", "true", "true", [], image_deps = ["i"])`,
  ],
  [
    "kubectl_build",
    `image_build("i", ".", dockerfile_contents = "FROM x", live_update = [sync("src", "/src")])\nk8s_custom_deploy("a", "true", "true", [], image_deps = ["i"])`,
  ],
  [
    "kubectl_build",
    `kubectl_build_enable("off")\nkubectl_build("i", ".", extra_tag = "e")\nk8s_custom_deploy("a", "true", "true", [], image_deps = ["i"])`,
  ],
];

/** Calls that fail, with a part of what is said. */
export const failures: readonly (readonly [extension: string, call: string, says: string])[] = [
  ["k8s_attach", `k8s_attach("a", "deployment/a", nonsense = 1)`, `unexpected keyword argument "nonsense"`],
  [
    "k8s_attach",
    `k8s_attach("a", "deployment/a", live_update = [sync(".", "/")])`,
    "no Live Update selector",
  ],
  ["uibutton", `bool_input("A")`, "NoneType"],
  ["uibutton", `bool_input("A", true_string = "t")`, "NoneType"],
  ["helm_resource", `helm_resource("a", "c", image_deps = ["i"])`, "same length"],
  [
    "helm_resource",
    `helm_resource("a", "c", image_deps = ["i", "i"], image_keys = ["a", "b"])`,
    "Found duplicate: i",
  ],
  ["helm_resource", `helm_resource("a", "c", image_deps = ["i"], image_keys = [1])`, "image_keys at 0: int"],
  ["helm_resource", `helm_resource("a", "c", port_forwards = 8080)`, "len"],
  ["helm_resource", `helm_resource("a", "c", flags = "--wait")`, "string"],
  ["helm_resource", `helm_resource("a", "c", trigger_mode = TRIGGER_MODE_MANUAL)`, "trigger_mode"],
  ["helm_resource", `helm_repo("a", "u", auto_initt = 1)`, "auto_initt"],
  ["dotenv", `dotenv("bad.env")`, "'no equals' in 'bad.env:3'"],
  ["dotenv", `dotenv("blank.env")`, "'  ' in 'blank.env:2'"],
  // The name goes into the YAML as it is, and YAML 1.1 takes it for a truth value.
  ["namespace", `namespace_create("n")`, "cannot unmarshal bool"],
  ["namespace", `namespace_inject(1, "n")`, "only takes string or blob, got: int"],
  ["namespace", `namespace_inject(blob("kind: X"), "n")`, "field named metadata"],
  ["secret", `secret_yaml_generic("s")`, "No secret generator specified"],
  ["secret", `secret_yaml_generic("s", from_file = 1)`, "Bad from_file argument: 1"],
  ["secret", `secret_yaml_generic("s", from_env_file = ["a"])`, "only accepts strings"],
  ["secret", `secret_from_dict("s", inputs = [])`, "inputs was not dict typed"],
  ["restart_process", `docker_build_with_restart("i", ".", "run", [])`, "at least one live_update step"],
  ["restart_process", `docker_build_with_restart("i", ".", 1, [sync("a", "/a")])`, "got int"],
  [
    "restart_process",
    `docker_build_with_restart("i", ".", "run", [restart_container()])`,
    "REPLACE restart_container()",
  ],
  [
    "restart_process",
    `custom_build_with_restart("i", "m", ["a"], "run", [sync("a", "/a")], tag = "t")`,
    "not compatible with `tag`",
  ],
  [
    "restart_process",
    `custom_build_with_restart("i", "m", ["a"], "run", [sync("a", "/a")], disable_push = True)`,
    "disable_push",
  ],
  [
    "kubectl_build",
    `kubectl_build("i", ".", dockerfile = "a", dockerfile_contents = "b")`,
    "Cannot specify both",
  ],
  ["kubectl_build", `to_bool("maybe")`, "Unsupported boolean values: maybe"],
];

/** Buttons of every kind, for a file that has loaded `uibutton`. */
export const buttons = `
location
cmd_button("res", resource = "r", argv = ["true"], inputs = [text_input("T", "l", "d", "p"), bool_input("B", "l", True, "y", "n"), choice_input("C", "l", ["1", "2"])])
cmd_button("nav", argv = ["true"], location = location.NAV, text = "Text", icon_name = "sync", env = {"A": "b"}, dir = "sub", requires_confirmation = True, disabled = True)
cmd_button("svg", "r", ["true"], location = location.NAV, icon_svg = "<svg/>", env = ["A=b"])
cmd_button("odd", "r", ["true"], location = "Odd/place")
local_resource("r", "true")
`;

/** What `namespace_inject` has to change, and must leave alone. */
export const objects = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}
subjects: [{kind: ServiceAccount, name: s, namespace: prod}, {kind: User, name: u}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, namespace: prod}
spec:
  selector: {matchLabels: {app: d}}
  template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: i}]}}
`;

/** A .env file with what the extension's parser treats in its own way. */
export const dotenv = [
  "# F=comment",
  "A=plain",
  "B = spaced # kept ",
  "C='single'",
  "",
  'D="two',
  '  lines "',
  'E="a=b"',
  "export G=g",
  'H="',
  'I="never',
  "closed",
  "",
].join("\n");

/** What the stand-in of `kubectl create secret` prints, `$1` being the name. */
export const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: $1}\ndata: {a: Yg==}\n";
