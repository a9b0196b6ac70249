/**
 * Variables of the environment, each with a text that stands for its value while the Tiltfile is evaluated: a
 * value itself is never seen, so it cannot come into the inventory.
 */
export class Variables {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** What the evaluation is given instead of the value: letters and digits, since it may become part of a name. */
  marker(name: string): string {
    return `fluxtilt0env${this.names.indexOf(name)}x`;
  }

  /** The variables that some text inside of the value came from. */
  within(value: string | object): readonly string[] {
    const text = JSON.stringify(value);
    return this.names.filter((name) => text.includes(this.marker(name)));
  }

  /** A command that reads the variables itself; undefined where it is the same already. */
  readable(argv: readonly string[], env: readonly string[]): Readable | undefined {
    const kept = env.filter((one) => !this.#isItself(one));
    const moved = kept.filter((one) => this.within(one).length > 0);
    if (this.within([argv, env]).length === 0) return undefined;
    const set = moved.map((one) => {
      const [name = "", ...value] = one.split("=");
      return `export ${name}=${this.#word(value.join("="))}; `;
    });
    const [shell = "", flag, text] = argv;
    const isText = argv.length === 3 && flag === "-c" && /(^|\/)(ba|da|z)?sh$/.test(shell);
    if (!isText && this.within(argv).length === 0 && moved.length === 0) return { argv, env: kept };
    const command = isText ? this.#inShell(text ?? "") : argv.map((word) => this.#word(word)).join(" ");
    return {
      argv: [isText ? shell : "sh", "-c", `${set.join("")}${command}`],
      env: kept.filter((one) => !moved.includes(one)),
    };
  }

  /** `NAME=value of NAME`: every command has it already. */
  #isItself(one: string): boolean {
    return this.names.some((name) => one === `${name}=${this.marker(name)}`);
  }

  #word(text: string): string {
    if (this.within(text).length === 0)
      return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
    const escaped = text.replaceAll(/["\\$`]/g, "\\$&");
    return `"${this.#replaced(escaped, (name) => `\${${name}}`)}"`;
  }

  /** A variable between single quotes is none: the quotes are ended before it and begun anew. */
  #inShell(text: string): string {
    let quote = "";
    let result = "";
    for (let index = 0; index < text.length; index += 1) {
      const name = this.names.find((one) => text.startsWith(this.marker(one), index));
      if (name !== undefined) {
        result += quote === "'" ? `'"\${${name}}"'` : `\${${name}}`;
        index += this.marker(name).length - 1;
        continue;
      }
      const sign = text[index] ?? "";
      result += sign;
      if (sign === "\\" && quote !== "'") result += text[(index += 1)] ?? "";
      else if (quote === "" && (sign === "'" || sign === '"')) quote = sign;
      else if (sign === quote) quote = "";
    }
    return result;
  }

  #replaced(text: string, by: (name: string) => string): string {
    return this.names.reduce((sum, name) => sum.replaceAll(this.marker(name), () => by(name)), text);
  }
}

export interface Readable {
  readonly argv: readonly string[];
  readonly env: readonly string[];
}
