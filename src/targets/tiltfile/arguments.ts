import type { Argument, Resource } from "../../dashboard/model.ts";
import { alone, isOnDemand, support, type FileContext } from "./context.ts";
import {
  assign,
  call,
  conditional,
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
    run(call("config.set_enabled_resources", [call("settings.get", ["resources", list([])])])),
    ...(develops
      ? [run(call(support(context, "choose"), [call("settings.get", ["develop", list([])]), list(known)]))]
      : []),
    ...args.map((argument) => run(call("os.putenv", [argument.variable, valueOf(context, argument)]))),
  ];
  const chosen = develops ? [assign("develop", call(support(context, "chosen"), []))] : [];
  return [when(alone, parsed), ...chosen];
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
