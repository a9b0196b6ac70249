import type { Kind } from "../../diagnostics/kind.ts";

export const notRendered: Kind = {
  code: "FT801",
  severity: "error",
  title: "what Flux would apply cannot be told",
  why: "A deploy in Flux's stead applies exactly what Flux would, or nothing: a guess would change the cluster in a way that nobody wrote.",
  wrong: "fluxtilt render web, where a variable comes from a Secret that is only in the cluster",
  right: "fluxtilt render web --cluster",
};

/** Every kind that rendering reports. */
export const renderKinds: readonly Kind[] = [notRendered];
