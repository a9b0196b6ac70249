import { expect, it } from "vitest";
import { extensionCalls, extensionFunctions } from "./extension-calls.ts";
import { Tiltfiles } from "./tiltfiles.ts";
import { Variables } from "./variables.ts";

const variables = new Variables(["SECRET"]);
const load = 'load("ext://mine", "setup")\n';

function importing(text: string): { tiltfiles: Tiltfiles; variables: Variables } {
  return { tiltfiles: new Tiltfiles(new Map([["Tiltfile", text]]), () => false), variables };
}

it("finds the functions of extensions that import does not know", () => {
  const { tiltfiles } = importing(`${load}load("ext://uibutton", "cmd_button")\nload("./x.star", "y")\n`);
  expect(extensionFunctions(tiltfiles)).toEqual([{ from: "mine", call: "setup" }]);
});

it("takes over a call that stands for itself", () => {
  const found = extensionCalls(
    importing(`${load}setup(a = 1)\n`),
    ['fluxtilt call: mine setup 0 {"a": 1}'],
    true,
  );
  expect(found).toEqual({ use: [{ from: "mine", call: "setup", args: new Map([["a", 1]]) }], notes: [] });
});

it.each([
  ["its result is taken", "x = setup()\n", "0 {}", true, "something depends on it"],
  ["it stands in a condition", "if y:\n    setup()\n", "0 {}", true, "something depends on it"],
  ["it is given something by place", 'setup("a")\n', "1 {}", true, "more than literals by name"],
  ["it is given a function", "setup(a = f)\n", '0 {"a": <function f>}', true, "more than literals by name"],
  [
    "it is given a value of the environment",
    'setup(a = os.getenv("SECRET"))\n',
    `0 {"a": "${variables.marker("SECRET")}"}`,
    true,
    "more than literals by name",
  ],
  ["it makes something", "setup()\n", "0 {}", false, "what it makes in Tilt is written as such"],
])("tells a call where %s", (_, text, told, isIdle, words) => {
  const { use, notes } = extensionCalls(
    importing(load + text),
    [`fluxtilt call: mine setup ${told}`],
    isIdle,
  );
  expect(use).toEqual([]);
  expect(notes.map((one) => one.text)).toEqual([expect.stringContaining(words)]);
});
