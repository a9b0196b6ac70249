import type { Mistakes } from "./mistake.ts";

/** What works, and surprises somebody some day. */
export const hazards: Mistakes = {
  title: "What works until it hurts",
  text: "Most of these are warnings: a run goes on with them.",
  rows: [
    {
      mistake: "Something destructive at the first click",
      told: ["FT327"],
      impossible: "A typed action that destroys asks first, unless told not to.",
    },
    { mistake: "A button or a task that needs a terminal", told: ["FT324"] },
    {
      mistake: "A kube context in a command, which Tilt's kubeconfig does not have",
      told: ["FT325"],
      impossible: "Typed actions take the context that Tilt runs against.",
    },
    { mistake: "An error that is hidden", told: ["FT326"] },
    { mistake: "What a person types, unquoted in a shell", told: ["FT323"] },
    { mistake: "A shell text that does not parse", told: ["FT320"] },
    {
      mistake: "Extensions that are whatever they are today",
      told: ["FT105"],
      impossible: "They are always pinned to a whole commit.",
    },
    { mistake: "An icon that Tilt's page does not have", told: ["FT350", "FT216"] },
    { mistake: "More buttons in one place than the page shows well", told: ["FT360"] },
    {
      mistake: "Groups, labels, button sets, images and variables that nothing uses",
      told: ["FT332", "FT333", "FT334", "FT335", "FT336"],
    },
    {
      mistake: "Something that changes the cluster while Tilt only loads the file",
      impossible: "Generated files run no command while they load.",
    },
    {
      mistake: "Credentials in the file, in a URL, in a flag, or in git",
      told: ["FT307", "FT340", "FT341", "FT342", "FT343", "FT344"],
    },
    {
      mistake: "An MCP server that can write, shows secrets, or is open to everyone",
      told: ["FT371", "FT372", "FT373", "FT374", "FT375"],
      impossible: "Its account may only read, and no Secret, unless the inventory says why.",
    },
    {
      mistake: "An MCP server of no version, with a Secret that it does not read, or that takes too much",
      told: ["FT370", "FT379", "FT380"],
      impossible: "Transports that keep sessions, and hosts that a server would refuse, cannot be written.",
    },
    {
      mistake: "Commands that run in another folder when the file is included",
      impossible: "Every command says its folder.",
    },
    {
      mistake:
        "A release that is deployed before its repository is known, or not again when its values change",
      impossible: "A release waits for its repository, and its values files are watched.",
    },
    { mistake: "A switched-off rule that hides nothing any more", told: ["FT390", "FT391", "FT392"] },
  ],
};
