import type { Mistakes } from "./mistake.ts";

/** Mistakes with which Tilt refuses a file, or loads it and then hangs. */
export const loading: Mistakes = {
  title: "What makes Tilt fail or hang",
  text: "Tilt tells most of these, at `tilt up`. Of a bad button name it says nothing, and no resource starts.",
  rows: [
    {
      mistake: "A resource's name that is empty, `.`, `..` or Tilt's own, or holds `/` or `%`",
      told: ["FT105", "FT303"],
    },
    { mistake: "A button's name with `/` or `%`", told: ["FT105", "FT303"] },
    { mistake: "Two resources of one name, over all files that load together", told: ["FT008", "FT301"] },
    {
      mistake: "A Helm repository with the name of a resource",
      told: ["FT301"],
      impossible: "A repository is a resource `helm-repo:…`, and no entry may have that name.",
    },
    { mistake: "Two different buttons of one name, or one of Tilt's own", told: ["FT302"] },
    { mistake: "A label that Kubernetes would not take", told: ["FT105"] },
    {
      mistake: "A port that is no port, or only the local half of a forward",
      told: ["FT105"],
      impossible: "Forwards are always written with both ports.",
    },
    {
      mistake: "Several positional arguments, or arguments read in an included file",
      impossible: "Each file defines one, and only the file that Tilt starts with reads them.",
    },
    {
      mistake: "A default registry or a trigger mode that is set twice",
      told: ["FT008"],
      impossible: "Each is one key of the inventory, and the root file alone sets it.",
    },
    {
      mistake: "An included file that is not there, or files that include each other",
      told: ["FT401", "FT311"],
      impossible: "Generated files include downwards only. What a hand-written file includes is not read.",
    },
    { mistake: "Resources that wait for each other, or for themselves", told: ["FT304"] },
    {
      mistake: "A check box without both of its texts",
      impossible: "Both are always written: `true` and `false` unless told.",
    },
    { mistake: "A choice without choices", told: ["FT105"] },
    { mistake: "A command that is no list of words", told: ["FT103"] },
    { mistake: "A Tiltfile without a resource", told: ["FT306"] },
    {
      mistake: "A kube context that is not allowed, or a command at load before it is",
      told: ["FT102", "FT105"],
      impossible: "`cluster.contexts` is required, and what it allows stands before everything that runs.",
    },
    {
      mistake: "A flag in the file's own head that Tilt does not have",
      impossible: "The head is made from the arguments that the file defines.",
    },
    { mistake: "Versions of Tilt in a form that Tilt cannot read", told: ["FT364"] },
    {
      mistake: "A function of an extension that hides another, or is not loaded",
      told: ["FT309"],
      impossible: "What is used is loaded, and nothing else.",
    },
    { mistake: "An image that is injected and built nowhere", told: ["FT212"] },
  ],
};
