/** Files with objects of which there can be a private copy, or none, beside those of the lab. */
export const copied: readonly (readonly [path: string, text: string])[] = (
  [
    ["class", "apiVersion: storage.k8s.io/v1\nkind: StorageClass"],
    ["hosts", "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [{ host: a.home.lan }] }"],
    ["wide", 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [{ host: "*.home.lan" }] }'],
  ] as const
).map(([name, object]) => [
  `apps/shop/base/${name}.yaml`,
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\n---\n${object}\nmetadata: { name: b }\n`,
]);
