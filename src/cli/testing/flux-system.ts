/** The source of a repository, and the Kustomization that Flux begins with, which builds the folder `path`. */
export const fluxSystem = (path: string): string => `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { url: "ssh://git@example.org/home", ref: { branch: main } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: flux-system, namespace: flux-system }
spec: { path: ./${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }
`;
