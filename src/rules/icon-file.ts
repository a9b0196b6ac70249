import type { Rule } from "./rule.ts";

export const iconFile: Rule = {
  code: "FT403",
  severity: "error",
  title: "the file of an icon is no SVG",
  why: "Tilt puts the text of the file into its page, and refuses the whole Tiltfile where it holds no `<svg`.",
  wrong: "{ svg: ./icons/deploy.png, do: restart }",
  right: "{ svg: ./icons/deploy.svg, do: restart }",
  check: ({ dashboard, found, isSvg }, tell) => {
    if (found === undefined || isSvg === undefined) return;
    for (const use of dashboard.files)
      if (use.role === "icon" && found(use) === "file" && !isSvg(use))
        tell(use.origin, `the icon \`${use.path}\` holds no \`<svg\``, {
          help: "name a file of SVG, or the name of a Material Icon under `icon`",
        });
  },
};
