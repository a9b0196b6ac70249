import { readKubectl } from "./kubectl.ts";
import { callsOf, wordedBy, type Call } from "./ran.ts";
import type { Rule } from "./rule.ts";

export const terminal: Rule = {
  code: "FT324",
  severity: "warning",
  title: "a button or a task needs a terminal",
  why: "Tilt gives commands neither a terminal nor input: they fail, wait for ever, or take the empty answer.",
  wrong: "buttons: { disk: { do: { argv: [kubectl, exec, -it, deployment/web, --, df] } } }",
  right: "buttons: { disk: { do: { argv: [kubectl, exec, deployment/web, --, df] } } }",
  source: "tilt internal/controllers/core/cmd: stdin is empty, and there is no tty",
  check: ({ dashboard }, tell) => {
    for (const { command, by } of wordedBy(dashboard))
      for (const call of callsOf(command)) {
        const wanted = wantsTerminal(call);
        if (wanted !== undefined)
          tell(call.origin, `${wanted.what}, and a ${by} has none`, {
            span: call.span(),
            help: wanted.help,
          });
      }
  },
};

interface Want {
  readonly what: string;
  readonly help?: string;
}

const screens = new Set(
  (
    "vi vim nvim nano pico emacs joe micro top htop btop k9s watch tmux screen dialog whiptail fzf gum ranger mc " +
    "lazygit lazydocker passwd visudo"
  ).split(" "),
);

function wantsTerminal(call: Call): Want | undefined {
  const { program } = call;
  const texts = call.args.map((word) => word.text ?? "");
  if (screens.has(program))
    return texts.some((text) => isBatch(program, text))
      ? undefined
      : { what: `\`${program}\` needs a terminal` };
  if (program === "read") {
    const asks = texts.some((text) => /^-[a-z]*[ps]/.test(text));
    return asks
      ? { what: "`read` asks a person at a terminal", help: "make it an input of the button" }
      : undefined;
  }
  const kubectl = readKubectl(call);
  if (kubectl !== undefined) {
    if (kubectl.verb === "edit") return { what: "`kubectl edit` opens an editor in a terminal" };
    const tty = kubectl.flags.has("tty") && kubectl.values.get("tty")?.text !== "false";
    return tty && ["exec", "run", "attach", "debug"].includes(kubectl.verb)
      ? { what: `\`kubectl ${kubectl.verb} -t\` needs a terminal`, help: "leave out `-t`, and `-i` too" }
      : undefined;
  }
  if (["docker", "podman", "nerdctl"].includes(program) && /^(?:exec|run)$/.test(texts[0] ?? "")) {
    const options = texts.slice(1, firstOperand(texts));
    return options.some((text) => text === "--tty" || /^-[a-z]*t[a-z]*$/.test(text))
      ? { what: `\`${program} ${texts[0] ?? ""} -t\` needs a terminal`, help: "leave out `-t`, and `-i` too" }
      : undefined;
  }
  if (program === "ssh" && texts.some((text) => /^-tt?$/.test(text)))
    return { what: "`ssh -t` needs a terminal" };
  if (program === "talosctl" && /^(?:dashboard|edit)$/.test(texts[0] ?? ""))
    return { what: `\`talosctl ${texts[0] ?? ""}\` needs a terminal` };
  return undefined;
}

/** The image or container ends the options that are docker's own. */
function firstOperand(texts: readonly string[]): number {
  const found = texts.findIndex((text, index) => index > 0 && !text.startsWith("-"));
  return found < 0 ? texts.length : found;
}

/** `top -b` prints once; `tmux new -d` and `emacs --batch` show nothing. */
function isBatch(program: string, text: string): boolean {
  if (program === "top") return /^-[a-z]*b/.test(text);
  if (program === "tmux" || program === "screen")
    return (
      /^-[a-zA-Z]*d/.test(text) || /^(?:kill-|ls$|list-|has-|send-)/.test(text) || /^-(?:ls|X)$/.test(text)
    );
  if (program === "emacs") return text === "--batch" || text === "-batch";
  if (["vi", "vim", "nvim"].includes(program))
    return /^-[a-zA-Z]*[eE]s?$/.test(text) || text === "--headless";
  return /^(?:-v|-h|--version|--help)$/.test(text);
}
