// What is measured of fluxtilt without a cluster.
import { join } from "node:path";
import { afterEdit } from "./afterwards.mjs";
import { fragmentsOf, oneMapOf, togetherOf } from "./inventory.mjs";
import { fluxProject, forget, projectOf, seedProject, sizedProject } from "./projects.mjs";
import { validations } from "./validations.mjs";

/** The cases over inventories and repositories that are made below `folder`; the first one is the floor. */
export function casesIn(folder, { root, cli, sizes, keys, copies, workloads, namespaces }) {
  const projects = [
    { name: "this repository's inventory", folder: seedProject(root, join(folder, "seed")) },
    ...sizes.map((size) => ({
      name: `${size.toLocaleString("en")} workloads`,
      size,
      folder: sizedProject(size, join(folder, `${size}`)),
    })),
  ];
  return [
    { name: "`node -e 0`", args: ["-e", "0"], folder },
    { name: "`--version`", args: [cli, "--version"], folder },
    { name: "`--help`", args: [cli, "--help"], folder },
    ...projects.flatMap((project) => generations(project, cli)),
    ...readings(folder, cli, Math.max(...sizes)),
    ...keys.map((count) => ({
      name: `\`validate --no-cache\`, two maps of ${count.toLocaleString("en")} keys`,
      keys: count,
      args: [cli, "validate", "--no-cache"],
      folder: projectOf({ "cluster.config.yaml": oneMapOf(count) }, join(folder, `keys-${count}`)),
    })),
    ...validations({ root, folder: join(folder, "repository"), cli, copies }),
    {
      name: `\`discover --repo\`, ${workloads.toLocaleString("en")} workloads in ${namespaces} namespaces`,
      args: [cli, "discover", "--repo", "--context", "admin@big"],
      folder: fluxProject(namespaces, Math.ceil(workloads / namespaces), join(folder, "flux")),
    },
  ];
}

/** Writing what an inventory stands for, and looking whether it is current. */
function generations({ name, size, folder }, cli) {
  return [
    {
      name: `\`generate\`, ${name}`,
      size,
      args: [cli, "generate"],
      folder,
      before: () => forget(folder),
    },
    // The files of the run before are there, and it is remembered.
    { name: `\`generate\`, ${name}, nothing to do`, args: [cli, "generate"], folder },
    { name: `\`check\`, ${name}`, args: [cli, "check"], folder },
    { name: `\`check --no-cache\`, ${name}`, size, args: [cli, "check", "--no-cache"], folder },
  ];
}

/** The largest inventory read by the YAML library alone, by `validate`, and in many files. */
function readings(folder, cli, size) {
  const name = `${size.toLocaleString("en")} workloads`;
  const fragments = projectOf(Object.fromEntries(fragmentsOf(size, 20)), join(folder, "fragments"));
  return [
    {
      name: `\`yaml\` alone, ${name}`,
      args: [join(import.meta.dirname, "yaml-alone.mjs"), "cluster.config.yaml"],
      folder: join(folder, `${size}`),
    },
    {
      name: `\`validate --no-cache\`, ${name}`,
      args: [cli, "validate", "--no-cache"],
      folder: join(folder, `${size}`),
    },
    {
      name: `\`validate --no-cache\`, ${name} in groups of 20`,
      split: false,
      args: [cli, "validate", "--no-cache"],
      folder: projectOf({ "cluster.config.yaml": togetherOf(size, 20) }, join(folder, "together")),
    },
    {
      name: `\`validate --no-cache\`, ${name} in fragments of 20`,
      split: true,
      args: [cli, "validate", "--no-cache"],
      folder: fragments,
    },
    {
      name: `\`validate\`, ${name} in fragments of 20, one of them edited`,
      args: [cli, "validate"],
      folder: fragments,
      before: afterEdit("parts/0/tilt.yaml"),
    },
  ];
}
