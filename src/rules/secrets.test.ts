import { describe, expect, it } from "vitest";
import { told, type Parts } from "../testing/told.ts";

const env = (name: string, value: string): Parts => ({
  tasks: { t: { run: "manual", do: { argv: ["make"] }, env: { [name]: value } } },
});
const shell = (text: string): Parts => ({ tasks: { t: { run: "manual", do: { shell: text } } } });
/** A text that nobody makes up. */
const random = "9fQ2mZt5LwPx7VJ0";

describe("a value that looks like a secret (FT343)", () => {
  it.each(["PASSWORD", "GRAFANA_TOKEN", "clientSecret", "api-key", "AWS__ACCESS__KEY", "ENCRYPTION_KEY"])(
    "is told under %s",
    async (name) => {
      expect(await told("FT343", env(name.replaceAll("-", "_"), random))).toEqual([`"${random}"`]);
    },
  );

  it.each(["PASSWORD_FILE", "TOKENS", "KEY", "HOST_KEY", "API", "ACCESS", "KEYBOARD"])(
    "is not told under %s",
    async (name) => {
      expect(await told("FT343", env(name, random))).toEqual([]);
    },
  );

  it.each([
    ["twelve of them", "9fQ2mZt5LwPx"],
    ["512 of them", "9fQ2mZt5LwPx7VJ0".repeat(32)],
    ["a mixed word of eight beside plain ones", "prod-9fQ2mZt5-web"],
    ["in the middle, a `<`", "9fQ2mZt5<LwPx7VJ0>x"],
    ["a `[` in the middle", "x9fQ2mZt5[LwPx7VJ0]"],
    ["a `%` in the middle", "9fQ2mZt5%LwPx7VJ0"],
    ["a `$` in the middle", "9fQ2mZt5$LwPx7VJ0"],
    ["a `{` that is not closed", "9fQ2mZt5{LwPx7VJ0"],
    ["digits in braces", "9fQ2mZt5{1}LwPx7VJ0"],
    ["a dot in the middle", "9fQ2mZt5.LwPx7VJ0"],
    ["`token` at its end", "9fQ2mZt5LwPx7VJ0-token"],
  ])("is told of characters at random: %s", async (_, value) => {
    expect(await told("FT343", env("PASSWORD", value))).toHaveLength(1);
  });

  it.each([
    ["eleven of them", "9fQ2mZt5LwP"],
    ["more than 512", `${"9fQ2mZt5LwPx7VJ0".repeat(32)}x`],
    ["a sentence", "the old 9fQ2mZt5LwPx7VJ0"],
    ["words and numbers", "grafana-admin-credentials-2026"],
    ["letters alone", "abcdefghijklmnopqrstuvwxyz"],
    ["digits alone", "1234567890123456789"],
    ["short mixed words", "a1b2c3d-e4f5g6h-i7j8k9l"],
    ["few characters, again and again", "abababab1212abab"],
    ["a path", "/run/secrets/9fQ2mZt5LwPx7VJ0"],
    ["an address", "vault://9fQ2mZt5LwPx7VJ0"],
    ["a variable", "$9fQ2mZt5LwPx7VJ0"],
    ["a variable within", "9fQ2mZt5LwPx${VJ0}"],
    ["a command within", "9fQ2mZt5LwPx$(VJ0)"],
    ["a parameter", "9fQ2mZt5{name}LwPx7VJ0"],
    ["a template", "9fQ2mZt5{{ .Name }}"],
    ["in angle brackets", "<9fQ2mZt5LwPx7VJ0>"],
    ["in brackets", "[9fQ2mZt5LwPx7VJ0]"],
    ["a placeholder of Windows", "%9fQ2mZt5LwPx7VJ0%"],
  ])("is not told of %s", async (_, value) => {
    expect(await told("FT343", env("PASSWORD", value))).toEqual([]);
  });

  it.each([
    [{ env: { variables: { API_TOKEN: { default: random } } } }],
    [{ buttons: { b: { inputs: { TOKEN: { text: random } }, do: { argv: ["make"] } } } }],
    [{ buttons: { b: { inputs: { TOKEN: { hidden: random } }, do: { argv: ["make"] } } } }],
    [{ buttons: { b: { inputs: { TOKEN: [random] }, do: { argv: ["make"] } } } }],
  ])("is told under the name of what it stands for: %j", async (parts) => {
    expect(await told("FT343", parts)).toEqual([`"${random}"`]);
  });

  it.each([
    [`PASSWORD=${random} make login`, `PASSWORD=${random}`],
    [`helm upgrade a b --set=auth.password=${random}`, `--set=auth.password=${random}`],
    [`helm upgrade a b --set-string auth.password=${random}`, `auth.password=${random}`],
    [`kubectl create secret generic a --from-literal=token=${random}`, `--from-literal=token=${random}`],
  ])("is told in %j", async (text, piece) => {
    expect(await told("FT343", shell(text))).toEqual([piece]);
  });

  it.each([
    `HOST=${random} make login`,
    "PASSWORD=admin make login",
    `make --password-file=${random}`,
    `helm upgrade a b --set host=${random}`,
    `helm upgrade a b --set auth.password=admin`,
    `kubectl annotate a /password=${random}`,
  ])("is not told in %j", async (text) => {
    expect(await told("FT343", shell(text))).toEqual([]);
  });
});

describe("a password in a URL (FT341)", () => {
  it.each([
    "https://admin:hunter2@nas.lab/api",
    "postgres://app:hunter2@{host}/db",
    "HTTPS://a:hunter2@[::1]/",
  ])("is told of %s", async (url) => {
    expect(await told("FT341", env("URL", url))).toHaveLength(1);
  });

  it.each([
    "https://admin@nas.lab/api",
    "https://admin:$PASSWORD@nas.lab",
    "https://admin:password@nas.lab",
    "https://admin:your-password@nas.lab",
    "https://admin:secret_here@nas.lab",
    "https://admin:none@nas.lab",
    "https://admin:xxxxxx@nas.lab",
    "https://admin:***@nas.lab",
    "https://nas.lab:8080/@scope",
    "https://admin:hunter2@",
  ])("is not told of %s", async (url) => {
    expect(await told("FT341", env("URL", url))).toEqual([]);
  });

  it.each([
    "https://admin:passwords@nas.lab",
    "https://admin:hispassword@nas.lab",
    "https://admin:xxxxxy@nas.lab",
  ])("is told of %s, which is no placeholder", async (url) => {
    expect(await told("FT341", env("URL", url))).toHaveLength(1);
  });
});
