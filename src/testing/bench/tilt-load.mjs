// What the real Tilt takes to load the generated Tiltfile, beside one that reads the inventory itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadHarness } from "./harness.mjs";
import { milliseconds } from "./measure.mjs";
import { extensionsRef, plainInventoryOf } from "./peers/inventory.mjs";
import { projectOf } from "./projects.mjs";
import { counted, tableBeside } from "./report.mjs";

const loop = join(import.meta.dirname, "peers/read-yaml.Tiltfile");
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
      const project = projectOf(
        { "cluster.config.yaml": plainInventoryOf(size), "read-yaml.Tiltfile": readFileSync(loop, "utf8") },
        join(folder, `tilt-${size}`),
      );
      milliseconds({ args: [cli, "generate", "--no-cache"], folder: project });
      const common = { size, program: tilt.path, env: sandbox.env, folder: project };
      const measured = measure([
        { ...load("the generated Tiltfile", "Tiltfile", size), ...common },
        { ...load(byHand, "read-yaml.Tiltfile", size), ...common },
      ]);
      requireSameResources(measured);
      return measured;
    });
    return tableBeside(results, [byHand]);
  } finally {
    await sandbox.dispose();
  }
}

function load(subject, file, size) {
  return {
    subject,
    name: `${subject}, ${counted(size)} workloads`,
    args: ["alpha", "tiltfile-result", "-f", file],
    output: `${file}.json`,
  };
}

/** The extension for buttons, which registers them under `tilt up` alone, made to do so in every command. */
function buttonsOutsideOfUp(root, folder) {
  const text = readFileSync(join(root, "fixtures/extensions/uibutton/Tiltfile"), "utf8");
  const changed = text.replace('not in ("up", "ci")', "== None");
  if (changed === text) throw new Error("the extension for buttons no longer asks which command runs");
  return projectOf({ "uibutton/Tiltfile": changed }, folder);
}

function requireSameResources([ours, theirs]) {
  const [made, other] = [ours, theirs].map(({ folder, output }) =>
    resourcesIn(readFileSync(join(folder, output), "utf8")),
  );
  if (!isDeepStrictEqual(made, other))
    throw new Error(`${theirs.name}: Tilt makes other resources than of the generated Tiltfile`);
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
