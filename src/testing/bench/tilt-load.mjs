// What the real Tilt takes to load the generated Tiltfile, beside one that reads the inventory itself.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadHarness } from "./harness.mjs";
import { milliseconds } from "./measure.mjs";
import { extensionsRef, plainInventoryOf } from "./peers/inventory.mjs";
import { projectOf } from "./projects.mjs";
import { counted, tableBeside } from "./report.mjs";

const byHand = "`read_yaml`";
const noTilt = "Not measured: Tilt is not on PATH.";

/** Loads both at each of the sizes; throws where Tilt makes other resources of the two. Answers Markdown. */
export async function tiltLoads({ root, folder, cli, sizes }, measure) {
  const { Sandbox, tiltAvailable } = await loadHarness(root, "tilt", ["program", "sandbox"], folder);
  const tilt = tiltAvailable();
  if (tilt === undefined) return noTilt;
  const sandbox = await Sandbox.create({
    context: "admin@bench",
    extensionsCommit: extensionsRef,
    moreExtensions: buttonsOutsideOfUp(root, join(folder, "extensions")),
  });
  try {
    const results = sizes.flatMap((size) => {
      const project = join(folder, `tilt-${size}`);
      projectOf({ "cluster.config.yaml": plainInventoryOf(size) }, project);
      milliseconds({ args: [cli, "generate"], folder: project });
      copyFileSync(
        join(root, "src/testing/bench/peers/read-yaml.Tiltfile"),
        join(project, "read-yaml.Tiltfile"),
      );
      const load = (subject, file) => ({
        subject,
        size,
        name: `${subject}, ${counted(size)} workloads`,
        program: tilt.path,
        args: ["alpha", "tiltfile-result", "-f", file],
        env: sandbox.env,
        folder: project,
        output: `${file}.json`,
      });
      const measured = measure([
        load("the generated Tiltfile", "Tiltfile"),
        load(byHand, "read-yaml.Tiltfile"),
      ]);
      const [ours, theirs] = measured.map(({ output }) =>
        resourcesIn(readFileSync(join(project, output), "utf8")),
      );
      if (!isDeepStrictEqual(ours, theirs))
        throw new Error(`Tilt makes other resources of ${counted(size)} workloads by ${byHand}`);
      return measured;
    });
    return tableBeside(results, [byHand]);
  } finally {
    await sandbox.dispose();
  }
}

/** The extension for buttons, which registers them under `tilt up` alone, made to do so in every command. */
function buttonsOutsideOfUp(root, folder) {
  const text = readFileSync(join(root, "fixtures/extensions/uibutton/Tiltfile"), "utf8");
  mkdirSync(join(folder, "uibutton"), { recursive: true });
  writeFileSync(join(folder, "uibutton/Tiltfile"), text.replace('("up", "ci")', "(config.tilt_subcommand,)"));
  return folder;
}

/** Resources and buttons by name, without fluxtilt's own resource and the minute of the load. */
function resourcesIn(json) {
  const { Manifests: resources, ObjectSet: objects } = JSON.parse(json, (key, value) =>
    key === "sinceTime" ? undefined : value,
  );
  const ofKind = (kind) => objects[`tilt.dev/v1alpha1, Resource=${kind}`];
  return {
    resources: new Map(
      resources.filter(({ Name: name }) => name !== "fluxtilt:generate").map((one) => [one.Name, one]),
    ),
    buttons: ofKind("uibuttons"),
    commands: ofKind("cmds"),
  };
}
