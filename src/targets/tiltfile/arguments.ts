import type { Argument } from "../../dashboard/configuration.ts";
import type { ManifestResource, Resource } from "../../dashboard/model.ts";
import { regenerateResource } from "../../dashboard/support-names.ts";
import { alone, isOnDemand, support, type FileContext } from "./context.ts";
import {
  assign,
  call,
  conditional,
  dict,
  list,
  literal,
  run,
  when,
  type Expr,
  type Statement,
} from "./starlark.ts";

/**
 * Arguments after `--`. Only the file that Tilt starts with may parse them: it hands them on as
 * environment variables. `resources` keeps `tilt up NAME…` alive, which `config.parse` would end.
 */
export function emitArguments(context: FileContext, resources: readonly Resource[]): Statement[] {
  const { args } = context.dashboard.tilt;
  const known = resources.filter(isOnDemand).map((resource) => resource.name);
  const develops = known.length > 0;
  const parsed: Statement[] = [
    run(
      call("config.define_string_list", ["resources"], {
        args: true,
        usage: "Resources to enable; all unless told",
      }),
    ),
    ...(develops
      ? [
          run(
            call("config.define_string_list", ["develop"], {
              usage: "Resource to deploy from the working tree in Flux's stead",
            }),
          ),
        ]
      : []),
    ...args.map((argument) => run(define(argument))),
    assign("settings", call("config.parse", [])),
    run(call("config.set_enabled_resources", [enabled(context, resources)])),
    ...(develops
      ? [run(call(support(context, "choose"), [call("settings.get", ["develop", list([])]), list(known)]))]
      : []),
    ...args.map((argument) => run(call("os.putenv", [argument.variable, valueOf(context, argument)]))),
  ];
  const chosen = develops ? [assign("develop", call(support(context, "chosen"), []))] : [];
  // A hand-written file that includes this one parses no arguments of ours: commands get the defaults.
  const unparsed = args.map((argument) =>
    run(call("os.putenv", [argument.variable, call("os.getenv", [argument.variable, defaultOf(argument)])])),
  );
  return [when(alone, parsed, unparsed), ...chosen];
}

type Serving = Pick<ManifestResource, "name" | "services">;

/** What `tilt up NAME…` names, with what goes along: Service forwards, and the live reload of the inventory. */
function enabled(context: FileContext, resources: readonly Resource[]): Expr {
  const named = call("settings.get", ["resources", list([])]);
  const always = context.dashboard.tilt.regenerate === undefined ? [] : [regenerateResource];
  const companions: [string, Expr][] = [];
  const addServices = ({ name, services }: Serving): void => {
    if (services.length > 0) companions.push([name, list(services.map((service) => service.name))]);
  };
  for (const resource of resources)
    if (resource.kind === "manifests") resource.resources.forEach(addServices);
    else if ("services" in resource) addServices(resource);
  if (always.length + companions.length === 0) return named;
  return call(support(context, "enabled"), [named, list(always)], {
    companions: companions.length === 0 ? undefined : dict(companions),
  });
}

/** The default as the environment variable has it. */
function defaultOf({ default: value }: Argument): string {
  return typeof value === "object" ? value.join(",") : String(value);
}

const definitions = {
  string: "config.define_string",
  bool: "config.define_bool",
  list: "config.define_string_list",
};

function define(argument: Argument): Expr {
  return call(definitions[argument.kind], [argument.name], { usage: argument.description });
}

function valueOf(context: FileContext, { name, default: otherwise }: Argument): Expr {
  if (typeof otherwise === "string") return call("settings.get", [name, otherwise]);
  if (typeof otherwise === "boolean")
    return conditional(call("settings.get", [name, otherwise]), literal("true"), literal("false"));
  return call(support(context, "joined"), [call("settings.get", [name, list(otherwise)])]);
}
