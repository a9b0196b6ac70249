import type { Mistakes } from "./mistake.ts";

/** Mistakes that Tilt takes without a word, and that are always wrong. */
export const silence: Mistakes = {
  title: "What Tilt takes in silence",
  text: "The file loads, and something is not as it says. These are seen when they are needed, or never.",
  rows: [
    { mistake: "One port of this machine for two forwards or servers", told: ["FT305"] },
    {
      mistake: "A button on a resource that is not declared",
      impossible: "A button stands on its entry, and takes the resource's name from it.",
    },
    { mistake: "A dependency that no resource has as its name", told: ["FT201", "FT202"] },
    {
      mistake: "A link without `http://` or `https://`",
      told: ["FT105", "FT206"],
      impossible: "Short forms are written out as whole URLs.",
    },
    { mistake: "An input whose name no shell can read", told: ["FT105"] },
    { mistake: "An input or a variable in a command that nothing declares", told: ["FT321", "FT328"] },
    { mistake: "An input that the command does not use", told: ["FT322"] },
    { mistake: "An input that takes the place of `PATH`, or of a variable that is set", told: ["FT362"] },
    { mistake: "A choice that is offered twice", told: ["FT361"] },
    { mistake: "A forward, link or attach to what is no `kind/name`", told: ["FT105"] },
    { mistake: "A namespace that is no name of one, or none at all", told: ["FT105", "FT208"] },
    { mistake: "Two resources on one workload", told: ["FT331"] },
    { mistake: "A private copy over what Flux owns, which `tilt down` would delete", told: ["FT337"] },
    {
      mistake: "A Helm release that Flux owns, which `tilt down` would uninstall",
      told: ["FT209", "FT614"],
      impossible:
        "What Flux owns is attached to; a release that is developed has its uninstall rehearsed only.",
    },
    { mistake: "A chart without a version: the newest of the day", told: ["FT210"] },
    { mistake: "Helm waits longer than Tilt lets it", told: ["FT363"] },
    { mistake: "A step of a live update that the image cannot do", told: ["FT213"] },
    {
      mistake: "A file that a live update copies and Tilt does not watch",
      told: ["FT213"],
      impossible: "Of a workload that is attached to, what is copied is watched.",
    },
    { mistake: "A probe where nothing is served", told: ["FT105"] },
    {
      mistake: "A missing bootstrap value that becomes a Secret with the text None",
      impossible: "The resource fails with the name of the variable.",
    },
    { mistake: "A bootstrap value whose variable nobody is told to set", told: ["FT345"] },
    { mistake: "A command that the dashboard's own account may not run", told: ["FT365"] },
    { mistake: "A command for which the dashboard's own account may do everything", told: ["FT366"] },
    { mistake: "A line of the environment file that the extension cannot read", told: ["FT308"] },
  ],
};
