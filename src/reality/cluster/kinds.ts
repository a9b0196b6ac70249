import type { Kind } from "../../diagnostics/kind.ts";

export const noKubectl: Kind = {
  code: "FT901",
  severity: "error",
  title: "kubectl is not there",
  why: "The cluster is asked through your own kubectl, with its contexts and its logins.",
  wrong: "fluxtilt validate --cluster, on a machine without kubectl",
  right: "kubectl installed and on PATH, or fluxtilt validate --repo",
};

export const noContext: Kind = {
  code: "FT902",
  severity: "error",
  title: "the kubeconfig has none of the contexts that may be used",
  why: "No other cluster is asked in its place: its answers would be about something else.",
  wrong: "cluster: { name: home, contexts: [admin@home] }     # the kubeconfig has `home-admin`",
  right: "cluster: { name: home, contexts: [admin@home, home-admin] }",
};

export const unreachable: Kind = {
  code: "FT903",
  severity: "error",
  title: "the cluster cannot be reached",
  why: "Nothing can be said of what is there, so nothing is called missing.",
  wrong: "a kubeconfig with the address of a server that is off",
  right: "the VPN, tunnel or server on, so that `kubectl get namespaces` answers",
};

export const notLoggedIn: Kind = {
  code: "FT904",
  severity: "error",
  title: "the cluster does not know who asks",
  why: "A login has run out, or its plugin fails: kubectl itself would be refused too.",
  wrong: "a token that has run out in the kubeconfig",
  right: "logged in again, so that `kubectl auth whoami` answers",
};

export const nothingAllowed: Kind = {
  code: "FT905",
  severity: "error",
  title: "the cluster lets you read nothing of what is asked",
  why: "What may not be read could be there: with nothing read, every question stays open.",
  wrong: "a context whose user has no Role",
  right:
    "a user that may list Deployments, Services and Flux's objects, at least in the inventory's namespaces",
};

export const noAnswer: Kind = {
  code: "FT906",
  severity: "error",
  title: "the cluster did not answer in time",
  why: "Half an answer would make what is there look gone, so none is used.",
  wrong: "a server that takes a connection and says nothing",
  right: "a cluster that answers `kubectl get --raw /apis` within seconds",
};

export const brokenAnswer: Kind = {
  code: "FT907",
  severity: "error",
  title: "the cluster's answer broke off, or is no answer",
  why: "Half an answer would make what is there look gone, so none is used.",
  wrong: "a proxy that answers with a page in HTML",
  right: "an API server, or a proxy that leaves its answers as they are",
};

export const noMemory: Kind = {
  code: "FT909",
  severity: "error",
  title: "the cluster holds more than there is memory for",
  why: "Who stands where is told of all objects together. With too many, Node would end with a dump of its stack.",
  wrong: "NODE_OPTIONS=--max-old-space-size=128 fluxtilt validate --cluster, on a cluster of 20,000 objects",
  right: "Node with the memory that it takes by itself, or with more",
};

/** Every kind of failure of asking a cluster, in the order of their codes. Each ends a run with exit code 3. */
export const clusterKinds: readonly Kind[] = [
  noKubectl,
  noContext,
  unreachable,
  notLoggedIn,
  nothingAllowed,
  noAnswer,
  brokenAnswer,
  noMemory,
];
