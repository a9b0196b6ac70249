import type { Dashboard } from "../../dashboard/model.ts";
import { local, support, type FileContext } from "./context.ts";
import { assign, call, list, run, type Statement } from "./starlark.ts";

/** Which clusters the file may run against, and the two names that the rest of it uses. */
export function emitGuard(context: FileContext, { cluster }: Dashboard): Statement[] {
  const contexts = list(cluster.contexts);
  return [
    run(call("allow_k8s_contexts", [contexts])),
    run(call(support(context, "require_context"), [cluster.name, contexts])),
    assign("context", call("k8s_context", [])),
    assign("repo", call("os.path.abspath", [local(context, ".")])),
  ];
}
