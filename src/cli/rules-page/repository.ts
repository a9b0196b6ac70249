import type { Mistakes } from "./mistake.ts";

/** What can only be known from the files of the repository. */
export const repository: Mistakes = {
  title: "What needs the files of the repository",
  text: "`fluxtilt validate` looks for the files that are named. With `--repo` it also builds what Flux would apply, without a cluster; what it cannot know it does not tell. With `--helm` the user's helm lints and renders the charts that are in the repository.",
  rows: [
    {
      mistake: "A script, folder, values file, chart or watched path that is not there",
      told: ["FT401", "FT402", "FT207", "FT110"],
    },
    { mistake: "An icon of a button that is no SVG", told: ["FT403"] },
    {
      mistake: "A workload that Flux applies nowhere, or under another name, kind or namespace",
      told: ["FT602"],
    },
    {
      mistake: "A port that no container listens at, or a Service's instead of a pod's",
      told: ["FT605", "FT603"],
    },
    { mistake: "A Service that is not there, or has no such port", told: ["FT606", "FT607"] },
    { mistake: "A link whose host nothing routes", told: ["FT608"] },
    { mistake: "A container that the pod does not have", told: ["FT609"] },
    {
      mistake: "A Secret that is not there, or has no such key, generated names too",
      told: ["FT610", "FT611"],
    },
    { mistake: "A kustomization that renders nothing, or is not there", told: ["FT618", "FT620"] },
    {
      mistake:
        "A kustomization that Flux cannot build: a file that is missing, no YAML, itself taken in; or one that is too much to be looked at",
      told: ["FT622"],
    },
    {
      mistake: "A private copy of what lives outside of namespaces, or without what the inventory names",
      told: ["FT640"],
    },
    { mistake: "A namespace that is offered and does not exist", told: ["FT619"] },
    { mistake: "A Flux object that is not there, or owns something else", told: ["FT601", "FT612", "FT613"] },
    { mistake: "A release with another name, chart or version than Flux's", told: ["FT615", "FT616"] },
    { mistake: "A workload without replicas, which would be pending for ever", told: ["FT604"] },
    { mistake: "A swap for developing of which it cannot be told what Flux would apply", told: ["FT617"] },
    {
      mistake:
        "Generated manifests that Flux does not come to or looks for elsewhere, or an MCP server whose Secret is not there",
      told: ["FT378", "FT631", "FT632", "FT635"],
    },
    {
      mistake: "An MCP server that asks a Service which is not there, or may not reach its pods",
      told: ["FT376", "FT377", "FT633", "FT634"],
    },
    {
      mistake: "A chart that does not lint, or does not render with the values of its release",
      told: ["FT701", "FT702"],
    },
    { mistake: "A values file that is no YAML, or values that the chart's schema refuses", told: ["FT703"] },
    { mistake: "A chart whose dependencies are not in its folder", told: ["FT704"] },
    { mistake: "A release that watches what its chart does not make", told: ["FT705"] },
    { mistake: "A command that names a workload or namespace of which nothing is known", told: ["FT330"] },
    {
      mistake:
        "A command that names a Secret, ConfigMap, Service, container or Flux object that is not there",
      told: ["FT621"],
    },
  ],
};
