import type { Container, ContainerPort, Service, ServicePort, Workload } from "./model.ts";
import { integerAt, listAt, mappingAt, textAt, textsAt } from "./value.ts";
import type { Mapping, Value } from "./value.ts";

/** Where each kind of workload keeps its pod's template. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
};

const groups = new Set(["", "apps", "batch"]);

/** True for the built-in kinds that run pods. */
export function runsPods(group: string, kind: string): boolean {
  return groups.has(group) && Object.hasOwn(templates, kind);
}

type PodFacts = Pick<Workload, "replicas" | "suspended" | "containers" | "podLabels">;

/** What a workload's object says of its pods. */
export function podFacts(kind: string, object: Mapping): PodFacts {
  const template = mappingAt(object, ...(templates[kind] ?? []));
  const containers = (field: string, init: boolean): Container[] =>
    listAt(template, "spec", field).map((item) => ({
      name: textAt(item, "name") ?? "",
      init,
      ports: listAt(item, "ports").flatMap(containerPort),
    }));
  const scales = kind !== "DaemonSet" && kind !== "Pod" && kind !== "Job" && kind !== "CronJob";
  return {
    replicas: scales ? integerAt(object, "spec", "replicas") : undefined,
    suspended: mappingAt(object, "spec")?.["suspend"] === true,
    containers: [...containers("containers", false), ...containers("initContainers", true)],
    podLabels: textsAt(template, "metadata", "labels"),
  };
}

function containerPort(written: Value): ContainerPort[] {
  const number = integerAt(written, "containerPort");
  if (number === undefined) return [];
  return [{ number, name: textAt(written, "name"), protocol: textAt(written, "protocol") ?? "TCP" }];
}

/** What a Service's object says. */
export function serviceFacts(object: Mapping): Pick<Service, "ports" | "selector"> {
  const ports = listAt(object, "spec", "ports").flatMap((written): ServicePort[] => {
    const number = integerAt(written, "port");
    if (number === undefined) return [];
    const target = integerAt(written, "targetPort") ?? textAt(written, "targetPort") ?? number;
    return [{ number, name: textAt(written, "name"), target }];
  });
  return { ports, selector: textsAt(object, "spec", "selector") };
}

/** True when a Service sends to a workload's pods. A Service without a selector sends to none. */
export function sendsTo(service: Service, workload: Workload): boolean {
  if (service.namespace !== workload.namespace) return false;
  const wanted = Object.entries(service.selector);
  return wanted.length > 0 && wanted.every(([key, value]) => workload.podLabels[key] === value);
}

/** The number of the pod port that a Service's port leads to; undefined when no container declares its name. */
export function podPort(port: ServicePort, workload: Workload): number | undefined {
  if (typeof port.target === "number") return port.target;
  const ports = (workload.containers ?? []).flatMap((container) => container.ports);
  return ports.find(({ name }) => name === port.target)?.number;
}
