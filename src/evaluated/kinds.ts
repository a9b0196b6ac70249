import type { Kind } from "../diagnostics/kind.ts";

export const doesNotLoad: Kind = {
  code: "FT821",
  severity: "error",
  title: "Tilt does not load a generated Tiltfile",
  why: "`tilt up` ends with the same words, and there is no dashboard at all.",
  wrong: "a hand-written file under tiltfiles, with a resource that an entry has the name of",
  right: "the resource renamed, in the file or in the inventory",
};

export const otherResources: Kind = {
  code: "FT822",
  severity: "error",
  title: "Tilt has not the resources that the inventory names",
  why: "What is missing cannot be looked at, and what is too many was asked for by nobody.",
  wrong: "a k8s_resource call in a hand-written file that gives a workload another name",
  right: "the name in the inventory, with name: …",
};

export const otherFacts: Kind = {
  code: "FT823",
  severity: "error",
  title: "a resource in Tilt is not as the inventory says",
  why: "The dashboard then does something else than what was written and reviewed.",
  wrong: "a k8s_resource call in a hand-written file that forwards another port of the workload",
  right: "the port in the inventory, under ports",
};

export const otherButton: Kind = {
  code: "FT824",
  severity: "error",
  title: "a button in Tilt is not as the inventory says",
  why: "It would run another command, in another folder, or ask for something else.",
  wrong: "a version of the uibutton extension that hands a button's texts on in another way",
  right: "tilt.extensions.ref with the commit that fluxtilt knows",
};

export const saysSomething: Kind = {
  code: "FT825",
  severity: "warning",
  title: "Tilt warns while it loads a generated Tiltfile",
  why: "The same line stands in every log of Tilt, and hides the ones that matter.",
  wrong: "a version of Tilt that no longer likes a function",
  right: "a version in tilt.constraint, or a newer fluxtilt",
};

/** Every kind that this stage reports, in the order of their codes. */
export const evaluatedKinds: readonly Kind[] = [
  doesNotLoad,
  otherResources,
  otherFacts,
  otherButton,
  saysSomething,
];
