/**
 * How one thing stands: `ok`; `warning`, it works and may surprise; `problem`, to be mended before
 * `tilt up`; `skipped`, nothing here needs it; `unknown`, something outside failed, so it cannot be told.
 */
export type Standing = "ok" | "warning" | "problem" | "skipped" | "unknown";

/** What a check found about one thing. `message` is one line; `help` says what to do. */
export interface Finding {
  readonly standing: Standing;
  readonly message: string;
  readonly help?: string | undefined;
}

/** What all checks found, as the command tells it: each finding under the name of its check. */
export type Told = Finding & { readonly check: string };
