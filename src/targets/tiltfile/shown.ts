import type { Button, Input, Link, NamedService, Task, UpdateStep } from "../../dashboard/model.ts";
import type { Forward } from "../../grammar/port.ts";
import { argv, extension, folder, local, support, type FileContext } from "./context.ts";
import { call, comment, dict, list, literal, name, run, type Expr, type Statement } from "./starlark.ts";

/** The description of an entry, above what is generated for it. */
export function described(description: string | undefined): Statement[] {
  return description === undefined || description.trim() === "" ? [] : [comment(description)];
}

export function labelList(labels: readonly string[]): Expr | undefined {
  return labels.length === 0 ? undefined : list(labels);
}

/** Always `local:pod`: Tilt guesses a single number's other half. */
export function forwardList(forwards: readonly Forward[]): Expr | undefined {
  if (forwards.length === 0) return undefined;
  return list(
    forwards.map((one) =>
      one.name === undefined && one.path === undefined && one.host === undefined
        ? literal(`${one.local}:${one.pod}`)
        : call("port_forward", [one.local, one.pod], { name: one.name, link_path: one.path, host: one.host }),
    ),
  );
}

export function linkList(links: readonly Link[]): Expr | undefined {
  if (links.length === 0) return undefined;
  return list(
    links.map(({ url, name: text }) => (text === undefined ? literal(url) : call("link", [url, text]))),
  );
}

export function triggerMode(trigger: "auto" | "manual" | undefined): Expr | undefined {
  return trigger === undefined
    ? undefined
    : name(trigger === "manual" ? "TRIGGER_MODE_MANUAL" : "TRIGGER_MODE_AUTO");
}

/** Buttons of a resource, or of the nav bar where no resource is named. */
export function emitButtons(
  context: FileContext,
  buttons: readonly Button[],
  resource?: string,
): Statement[] {
  const statements: Statement[] = [];
  for (const button of buttons)
    statements.push(...described(button.description), run(emitButton(context, button, resource)));
  return statements;
}

function emitButton(context: FileContext, button: Button, resource: string | undefined): Expr {
  return call(extension(context, "uibutton", "cmd_button"), [button.name], {
    resource,
    argv: argv(button.command.argv),
    // The extension's default is the folder of the Tiltfile that Tilt started with.
    dir: folder(button.command.dir),
    env: button.command.env.length === 0 ? undefined : dict(button.command.env),
    text: button.text,
    location: resource === undefined ? name(`${extension(context, "uibutton", "location")}.NAV`) : undefined,
    icon_name: button.icon,
    icon_svg: button.svg === undefined ? undefined : call("read_file", [local(context, button.svg)]),
    inputs:
      button.inputs.length === 0 ? undefined : list(button.inputs.map((input) => emitInput(context, input))),
    disabled: button.disabled ? true : undefined,
    requires_confirmation: button.confirm ? true : undefined,
  });
}

function emitInput(context: FileContext, input: Input): Expr {
  const label = input.label === "" ? undefined : input.label;
  switch (input.kind) {
    case "text":
      return call(extension(context, "uibutton", "text_input"), [input.name], {
        label,
        default: input.default === "" ? undefined : input.default,
        placeholder: input.placeholder === "" ? undefined : input.placeholder,
      });
    case "bool":
      // Without both strings the extension fails: it hands None on as a string.
      return call(extension(context, "uibutton", "bool_input"), [input.name], {
        label,
        default: input.default,
        true_string: input.true,
        false_string: input.false,
      });
    case "choice":
      return call(extension(context, "uibutton", "choice_input"), [input.name], {
        label,
        choices: list(input.choices),
      });
    case "hidden":
      return call("v1alpha1.ui_input_spec", [], {
        name: input.name,
        hidden: call("v1alpha1.ui_hidden_input_spec", [], { value: input.value }),
      });
  }
}

/** A Service forward: a process of its own that starts anew when the pod behind the Service goes. */
export function emitServices(
  context: FileContext,
  services: readonly NamedService[],
  owner: { readonly name: string; readonly labels: readonly string[]; readonly autoInit: boolean },
): Statement[] {
  return services.map((one) =>
    run(
      call(support(context, "service_forward"), [one.name, one.namespace, one.service, one.local, one.port], {
        labels: labelList(owner.labels),
        resource_deps: list([owner.name]),
        auto_init: owner.autoInit ? undefined : false,
      }),
    ),
  );
}

/** Steps of a live update, in the order that Tilt asks for; `restart` is the caller's. */
export function emitSteps(context: FileContext, steps: readonly UpdateStep[]): Expr {
  return list(
    steps.flatMap((step): Expr[] => {
      switch (step.kind) {
        case "fallBackOn":
          return [call("fall_back_on", [list(step.paths.map((path) => local(context, path)))])];
        case "sync":
          return [call("sync", [local(context, step.from), step.to])];
        case "run":
          return [
            call("run", [typeof step.command === "string" ? step.command : list(step.command)], {
              trigger:
                step.when.length === 0 ? undefined : list(step.when.map((path) => local(context, path))),
            }),
          ];
        case "restart":
          return [];
      }
    }),
  );
}

/** A readiness probe of something served. */
export function emitProbe(probe: Task["probe"]): Expr | undefined {
  if (probe === undefined) return undefined;
  const { http, tcp, exec } = probe;
  return call("probe", [], {
    initial_delay_secs: probe.initialDelaySecs,
    timeout_secs: probe.timeoutSecs,
    period_secs: probe.periodSecs,
    success_threshold: probe.successThreshold,
    failure_threshold: probe.failureThreshold,
    http_get:
      http === undefined
        ? undefined
        : call("http_get_action", [], {
            port: http.port,
            host: http.host,
            scheme: http.scheme,
            path: http.path,
          }),
    tcp_socket:
      tcp === undefined ? undefined : call("tcp_socket_action", [], { port: tcp.port, host: tcp.host }),
    exec: exec === undefined ? undefined : call("exec_action", [list(exec)]),
  });
}
