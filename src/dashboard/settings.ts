import type { RootFile } from "../inventory/file.ts";
import { tiltExtensions } from "../inventory/schema/extensions.ts";
import { tilt as tiltSchema, type Literal } from "../inventory/schema/tilt.ts";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import type { Argument, EnvFile, OrderedLiteral, TiltSettings } from "./configuration.ts";
import { resolvePath, usePath, type Scope } from "./scope.ts";

/** What the inventory says of Tilt itself, with the defaults of the language. */
export function resolveSettings(scope: Scope, root: RootFile): TiltSettings {
  const written = root.body.tilt ?? tiltSchema.parse({});
  const origin = at(root.origin, "tilt");
  const { extensions, defaultRegistry } = written;
  return {
    constraint: written.constraint,
    extensions: { url: extensions?.url ?? tiltExtensions.url, ref: extensions?.ref ?? tiltExtensions.ref },
    use: (extensions?.use ?? []).map((use, index) => {
      const place = at(origin, "extensions", "use", index);
      return {
        from: use.from,
        call: use.call,
        args: entriesAt(at(place, "args"), use.args).map(
          ([name, value, origin]) => [name, ordered(value, origin)] as const,
        ),
        description: use.description,
        origin: place,
      };
    }),
    settings: written.settings ?? {},
    ci: written.ci ?? {},
    defaultRegistry: typeof defaultRegistry === "string" ? { host: defaultRegistry } : defaultRegistry,
    triggerMode: written.triggerMode,
    watchFiles: written.watchFiles.map((path, index) =>
      usePath(scope, path, at(origin, "watchFiles", index), "watched file"),
    ),
    watchIgnore: written.watchIgnore,
    args: entriesAt(at(origin, "args"), written.args).map(([name, argument, place]): Argument => {
      const common = {
        name,
        variable: argument.env ?? argumentVariable(name),
        description: argument.description,
        origin: place,
      };
      if ("string" in argument) return { ...common, kind: "string", default: argument.string };
      if ("bool" in argument) return { ...common, kind: "bool", default: argument.bool };
      return { ...common, kind: "list", default: argument.list };
    }),
    fluxtilt: written.fluxtilt,
    regenerate:
      written.regenerate === false ? undefined : (written.regenerate ?? [...written.fluxtilt, "generate"]),
    banner: written.banner,
    origin,
  };
}

function ordered(value: Literal, origin: Origin): OrderedLiteral {
  if (Array.isArray(value)) return value.map((item, index) => ordered(item, at(origin, index)));
  if (typeof value !== "object" || value === null) return value;
  return new Map(entriesAt(origin, value).map(([key, item, place]) => [key, ordered(item, place)]));
}

/** The variables that commands may use, and the file that holds them. */
export function resolveEnv(scope: Scope, root: RootFile): EnvFile | undefined {
  const { env } = root.body;
  if (env === undefined) return undefined;
  const origin = at(root.origin, "env");
  return {
    path: resolvePath(scope, env.file, at(origin, "file")),
    variables: entriesAt(at(origin, "variables"), env.variables).map(([name, variable, place]) => ({
      name,
      default: variable.default,
      secret: variable.secret,
      description: variable.description,
      origin: place,
    })),
    origin,
  };
}

/** The variable that hands an argument to commands, unless the inventory names another. */
export function argumentVariable(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
