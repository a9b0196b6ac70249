import { expect, it } from "vitest";
import { shortName } from "./short-name.ts";

it.each([
  ["grafana", "monitoring", undefined, "grafana"],
  ["argocd-server", "argocd", "argocd", "server"],
  ["argocd", "argocd", "argocd", "argocd"],
  ["kube-prometheus-stack-grafana", "monitoring", "kube-prometheus-stack", "grafana"],
  ["prometheus-kube-prometheus-stack-prometheus", "monitoring", "kube-prometheus-stack", "prometheus"],
  ["alertmanager-kube-prometheus-stack-alertmanager", "monitoring", "kube-prometheus-stack", "alertmanager"],
  ["kube-prometheus-stack-operator", "monitoring", "kube-prometheus-stack", "kube-prometheus-stack-operator"],
  ["mediaserver", "media", undefined, "mediaserver"],
  ["a-shop-b", "web", "shop", "a-shop-b"],
])("%s in %s, of %s: %s", (name, group, release, short) => {
  expect(shortName(name, group, release)).toBe(short);
});
