import { expect, it } from "vitest";
import icons from "../../schemas/material-icons.json" with { type: "json" };
import { actionNames, compileAction, type WrittenAction } from "../actions/index.ts";

it("lists each name once, sorted", () => {
  expect(icons.names).toEqual([...new Set(icons.names)].sort());
  expect(icons.names.every((name) => /^[a-z0-9_]+$/.test(name))).toBe(true);
});

it("lists the icons of every action that has one", () => {
  const options: Partial<Record<(typeof actionNames)[number], unknown>> = {
    exec: { command: ["true"] },
    secret: { name: "a", key: "b" },
    script: ["./a.sh"],
    token: { serviceAccount: "a", duration: "1h" },
    argv: ["true"],
    shell: "true",
  };
  const context = {
    target: { kind: "deployment", name: "a" },
    namespace: "a",
    owner: { kind: "kustomization", namespace: "flux-system", name: "a" },
    fluxNamespace: "flux-system",
  } as const;
  const found = actionNames.map((name) => {
    const written = (name in options ? { [name]: options[name] } : name) as WrittenAction;
    return compileAction(written, context).icon;
  });
  const given = found.filter((icon) => icon !== undefined);
  expect(given.length).toBeGreaterThan(5);
  expect(given.filter((icon) => !icons.names.includes(icon))).toEqual([]);
});
