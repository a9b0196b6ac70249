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
  const asked = answerOf("python3", [
    "-c",
    "import sys, jinja2; from yaml import CSafeLoader; print(sys.executable)",
  ]);
  // Python itself: the stand-in of a version manager takes longer to start than Python does.
  return asked && { program: asked.trim(), args: [file("render.py"), "cluster.config.yaml"] };
}

function yqAndJq() {
  const isWrapper =
    /jq wrapper/.test(answerOf("yq", ["--help"])) && answerOf("jq", ["--version"]) !== undefined;
  const filter = readFileSync(file("render.jq"), "utf8");
  return isWrapper ? { program: "yq", args: ["--raw-output", filter, "cluster.config.yaml"] } : undefined;
}
