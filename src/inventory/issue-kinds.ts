import type { Kind } from "../diagnostics/kind.ts";

export const unknownKey: Kind = {
  code: "FT101",
  severity: "error",
  title: "a key is not known",
  why: "A misspelt key would be ignored without a word, and its entry would not do what it says.",
  wrong: "grafana: { target: deployment/grafana, prots: [3000] }",
  right: "grafana: { target: deployment/grafana, ports: [3000] }",
};

export const missingKey: Kind = {
  code: "FT102",
  severity: "error",
  title: "a key is missing",
  why: "The entry cannot be compiled without it, and there is no default that would be right for everyone.",
  wrong: "grafana: { ports: [3000] }",
  right: "grafana: { target: deployment/grafana, ports: [3000] }",
};

export const wrongType: Kind = {
  code: "FT103",
  severity: "error",
  title: "a value is of the wrong type",
  why: "A list is no string and `1.10` is no text: guessing would change the value, as `1.10` becomes `1.1`.",
  wrong: "dependsOn: prometheus",
  right: "dependsOn: [prometheus]",
};

export const notAllowed: Kind = {
  code: "FT104",
  severity: "error",
  title: "a value is none of those allowed",
  why: "Only the values that are listed mean something to Tilt or to fluxtilt.",
  wrong: "trigger: automatic",
  right: "trigger: auto",
};

export const malformed: Kind = {
  code: "FT105",
  severity: "error",
  title: "a value is malformed",
  why: "Tilt, Kubernetes or Flux would refuse it, most of them only when the resource is used.",
  wrong: "ports: [99999]",
  right: "ports: [9999]",
};

export const nothingFits: Kind = {
  code: "FT106",
  severity: "error",
  title: "a value has none of the forms that the key takes",
  why: "Short and long forms are told apart by what is written; this is neither.",
  wrong: "workloads:\n  grafana: 3000",
  right: "workloads:\n  grafana: { target: deployment/grafana, ports: [3000] }",
};

/** All kinds of wrong shape, for `fluxtilt explain` and SARIF. */
export const shapeKinds: readonly Kind[] = [
  unknownKey,
  missingKey,
  wrongType,
  notAllowed,
  malformed,
  nothingFits,
];
