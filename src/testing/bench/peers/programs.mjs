// Other programs that make a Tiltfile of an inventory, each with a template of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answerOf } from "../measure.mjs";

const file = (name) => join(import.meta.dirname, name);

/** Each with how it is called in the folder of an inventory, which is undefined where the machine lacks what it `needs`. */
export function peerPrograms() {
  return [
    { name: "jinja2", needs: "python3 with jinja2 and the C loader of PyYAML", call: jinja2() },
    { name: "yq + jq", needs: "jq and the yq that hands YAML to it", call: yqAndJq() },
  ];
}

function jinja2() {
  const script = "import sys, jinja2; from yaml import CSafeLoader; print(sys.executable)";
  // Python itself: the stand-in of a version manager takes longer to start than Python does.
  const python = answerOf("python3", ["-c", script])?.trim();
  return python && { program: python, args: [file("render.py"), "cluster.config.yaml"] };
}

function yqAndJq() {
  // Another program of that name reads YAML itself.
  const isWrapper = answerOf("yq", ["--help"])?.includes("jq wrapper");
  if (!isWrapper || answerOf("jq", ["--version"]) === undefined) return undefined;
  const filter = readFileSync(file("render.jq"), "utf8");
  return { program: "yq", args: ["--raw-output", filter, "cluster.config.yaml"] };
}
