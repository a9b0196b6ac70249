import { BuildError } from "./build-error.ts";
import { goPattern } from "./go-pattern.ts";
import type { Id, Resource } from "./resource.ts";
import { effectiveNamespace, idOf, originalId } from "./resource.ts";
import type { Spend } from "./room.ts";
import { mappingAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";

type Test = (text: string) => boolean;
const anything: Test = () => true;

/** A Go pattern that must fit the whole text; an absent one fits everything. */
function pattern(source: string | undefined): Test {
  if (source === undefined || source === "") return anything;
  const expression = goPattern(source, "^(?:", ")$");
  return (text) => expression.test(text);
}

/**
 * The target of a patch or replacement: group, version, kind, name and namespace are patterns that must
 * fit the whole text, name and namespace may be the original ones; labels and annotations as in kubectl.
 */
export interface Selector {
  readonly matchesType: (id: Id) => boolean;
  readonly matchesName: (id: Id) => boolean;
  readonly matchesMarks: (resource: Resource) => boolean;
}

/** Reads a selector; throws BuildError for what kustomize would refuse. */
export function readSelector(written: Value | undefined): Selector {
  const group = pattern(textAt(written, "group"));
  const version = pattern(textAt(written, "version"));
  const kind = pattern(textAt(written, "kind"));
  const name = pattern(textAt(written, "name"));
  const namespace = pattern(textAt(written, "namespace"));
  const labels = labelSelector(textAt(written, "labelSelector") ?? "");
  const annotations = labelSelector(textAt(written, "annotationSelector") ?? "");
  return {
    matchesType: (id) => group(id.group) && version(id.version) && kind(id.kind),
    matchesName: (id) => name(id.name) && namespace(effectiveNamespace(id)),
    matchesMarks: ({ object }) =>
      labels(markOf(object, "labels")) && annotations(markOf(object, "annotations")),
  };
}

/** The resources that a patch's target selects. */
export function select(resources: readonly Resource[], written: Value | undefined, spend: Spend): Resource[] {
  spend(resources.length);
  const selector = readSelector(written);
  const name = pattern(textAt(written, "name"));
  const namespace = pattern(textAt(written, "namespace"));
  return resources.filter((resource) => {
    const now = idOf(resource.object);
    const first = originalId(resource);
    return (
      (namespace(effectiveNamespace(first)) || namespace(effectiveNamespace(now))) &&
      (name(first.name) || name(now.name)) &&
      selector.matchesType(now) &&
      selector.matchesMarks(resource)
    );
  });
}

/** The label or annotation that a key has. */
type Marks = (key: string) => string | undefined;

function markOf(object: Mapping, field: "labels" | "annotations"): Marks {
  const marks = mappingAt(object, "metadata", field);
  return (key) => textAt(marks, key);
}

/** A label selector as kubectl takes it: `a=b,c!=d,e in (x,y),f notin (z),g,!h`. */
export function labelSelector(text: string): (marks: Marks) => boolean {
  // A bracket that is never closed takes all that follows, and is then no requirement.
  const parts = text.match(/(?:[^,(]|\([^)]*(?:\)|$))+/g) ?? [];
  const tests = parts.filter((part) => part.trim() !== "").map((part) => requirement(part.trim()));
  return (marks) => tests.every((test) => test(marks));
}

function requirement(text: string): (marks: Marks) => boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    return (marks) => {
      const value = marks(key);
      return operator === "in"
        ? value !== undefined && values.has(value)
        : value === undefined || !values.has(value);
    };
  }
  const equality = /^([^\s!=]+)\s*(==?|!=)\s*(\S*)$/.exec(text);
  if (equality !== null) {
    const [, key = "", operator, value] = equality;
    return (marks) => (marks(key) === value) === (operator !== "!=");
  }
  const existence = /^(!?)\s*([^\s!=<>()]+)$/.exec(text);
  if (existence === null) throw new BuildError(`\`${text}\` is no label selector`);
  const [, not, key = ""] = existence;
  return (marks) => (marks(key) === undefined) === (not === "!");
}
