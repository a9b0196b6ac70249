import { spanAt, at, type Origin } from "../source/origin.ts";
import type { Rule } from "./rule.ts";

/** Names that generated files use: loading another function under one of them would replace it. */
const ours: Readonly<Record<string, string>> = {
  k8s_attach: "k8s_attach",
  cmd_button: "uibutton",
  location: "uibutton",
  text_input: "uibutton",
  bool_input: "uibutton",
  choice_input: "uibutton",
  helm_resource: "helm_resource",
  helm_repo: "helm_resource",
  dotenv: "dotenv",
  namespace_create: "namespace",
  namespace_inject: "namespace",
  kubectl_build: "kubectl_build",
  docker_build_with_restart: "restart_process",
};

const builtIn = new Set(
  (
    "repo context settings develop True False None allow_k8s_contexts k8s_context fail print include config os v1alpha1 " +
    "require_context enabled choose chosen joined load_environment service_forward bootstrap_secret suspend_flux develop_release " +
    "develop_manifests observe_objects deploy_copy version_settings update_settings ci_settings default_registry " +
    "trigger_mode watch_file watch_settings local_resource k8s_resource k8s_yaml probe link port_forward read_file " +
    "kustomize decode_yaml_stream read_yaml_stream docker_build sync run fall_back_on exec_action http_get_action " +
    "tcp_socket_action"
  ).split(" "),
);

export const clashingSymbol: Rule = {
  code: "FT309",
  severity: "error",
  title: "two functions would have one name in the Tiltfile",
  why: "Starlark takes one meaning for a name in a file: the second load fails, or hides what the file itself needs.",
  wrong: "use: [{ from: my_buttons, call: cmd_button }]",
  right: "use: [{ from: my_buttons, call: my_button }]",
  check: ({ dashboard }, tell) => {
    const first = new Map<string, { readonly from: string; readonly origin: Origin }>();
    for (const use of dashboard.tilt.use) {
      const origin = at(use.origin, "call");
      const module = Object.hasOwn(ours, use.call) ? ours[use.call] : undefined;
      if (builtIn.has(use.call) || (module !== undefined && module !== use.from)) {
        tell(origin, `\`${use.call}\` is a name that the generated file uses itself`);
        continue;
      }
      const before = first.get(use.call);
      if (before !== undefined && before.from !== use.from)
        tell(origin, `\`${use.call}\` is loaded from \`${before.from}\` already`, {
          related: [{ message: "first loaded here", span: spanAt(before.origin) }],
        });
      else first.set(use.call, { from: use.from, origin });
    }
  },
};
