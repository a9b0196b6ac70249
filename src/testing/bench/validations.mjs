// What `validate` takes beside a Flux repository of about a thousand files, and `kubectl kustomize` over the same.
import { join } from "node:path";
import { afterEdit } from "./afterwards.mjs";
import { hasKubectl, milliseconds } from "./measure.mjs";
import { repositoryProject } from "./repository.mjs";

/** How many workloads the inventories beside the repository name. */
const few = 10;
const many = 1000;

/** The rules alone, with and without the repository, and `kubectl kustomize` over what that holds. */
export function validations({ root, folder, cli, copies }) {
  const fixture = join(root, "fixtures/projects/flux-lab");
  const inventories = { "cluster.config.yaml": many, "few.config.yaml": few };
  const { files, folders } = repositoryProject(fixture, folder, copies, inventories);
  const build = `for one in ${folders.join(" ")}; do kubectl kustomize "$one" > /dev/null || exit; done`;
  const withRepository = (workloads, config) => {
    const about = `${workloads.toLocaleString("en")} workloads, ${files.toLocaleString("en")} files`;
    const call = [cli, "validate", "--config", config, "--repo"];
    return [
      {
        name: `\`validate --repo --no-cache\`, ${about}`,
        repository: `\`validate --repo --no-cache\` with ${workloads.toLocaleString("en")} workloads`,
        args: [...call, "--no-cache"],
        folder,
      },
      {
        name: `\`validate --repo\`, ${about}, nothing changed`,
        repository: `\`validate --repo\` with ${workloads.toLocaleString("en")} where nothing has changed`,
        args: call,
        folder,
        // So that the first run that is measured finds an answer, and the others too: below, a file is edited.
        before: milliseconds,
      },
      {
        name: `\`validate --repo\`, ${about}, one of them edited`,
        repository: `\`validate --repo\` with ${workloads.toLocaleString("en")} where one file has changed`,
        args: call,
        folder,
        before: afterEdit(`${folders.at(-1)}/kustomization.yaml`),
      },
    ];
  };
  return [
    {
      name: `\`validate --no-cache\`, ${many.toLocaleString("en")} workloads`,
      args: [cli, "validate", "--no-cache"],
      folder,
    },
    ...withRepository(many, "cluster.config.yaml"),
    ...withRepository(few, "few.config.yaml"),
    ...(hasKubectl()
      ? [
          {
            name: `\`kubectl kustomize\`, its ${folders.length} Kustomizations`,
            program: "sh",
            isKustomize: true,
            args: ["-c", build],
            folder,
          },
        ]
      : []),
  ];
}

/** How much longer kubectl takes for the same objects, one process for each Kustomization. */
export function againstKustomize(results) {
  const kustomize = results.find(({ isKustomize }) => isKustomize);
  if (kustomize === undefined) return "There is no kubectl here: nothing to hold `validate --repo` against.";
  const ratios = results
    .filter(({ repository }) => repository !== undefined)
    .map((ours) => `${(kustomize.median / ours.median).toFixed(1)} times as long as ${ours.repository}`);
  return `\`kubectl kustomize\` takes ${ratios.slice(0, -1).join(", ")} and ${ratios.at(-1)}.`;
}
