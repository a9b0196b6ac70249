/** Where a text stands in the value of a document: the way to it, and whether it is the key of an entry. */
export interface TextPlace {
  readonly way: readonly (string | number)[];
  readonly isKey: boolean;
}

/** Every place of a text in a value, keys too, in their order. */
export function* placesIn(value: unknown, way: TextPlace["way"] = []): Generator<TextPlace> {
  if (typeof value === "string") yield { way, isKey: false };
  if (typeof value !== "object" || value === null) return;
  for (const [key, below] of Object.entries(value) as [string, unknown][]) {
    const step = Array.isArray(value) ? Number(key) : key;
    if (typeof step === "string") yield { way: [...way, step], isKey: true };
    yield* placesIn(below, [...way, step]);
  }
}

/** The value with another text at one place; the order of keys stays. */
export function withText(
  value: unknown,
  { way, isKey }: TextPlace,
  change: (text: string) => string,
): unknown {
  const [step, ...rest] = way;
  if (step === undefined) return typeof value === "string" ? change(value) : value;
  if (Array.isArray(value))
    return value.map((one: unknown, index) =>
      index === step ? withText(one, { way: rest, isKey }, change) : one,
    );
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, below]: [string, unknown]) => {
      if (key !== step) return [key, below];
      return isKey && rest.length === 0
        ? [change(key), below]
        : [key, withText(below, { way: rest, isKey }, change)];
    }),
  );
}
