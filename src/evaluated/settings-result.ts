/** Settings of Tilt in the result of a load (Tilt v0.37, internal/tiltfile). */
export interface TiltSettingsResult {
  readonly UpdateSettings?: { readonly SuppressUnusedImageWarnings?: readonly string[] | null };
  readonly CISettings?: {
    readonly timeout?: string;
    readonly k8sGracePeriod?: string;
    readonly readinessTimeout?: string;
  } | null;
  readonly DefaultRegistry?: {
    readonly host?: string;
    readonly hostFromContainerRuntime?: string;
    readonly singleName?: string;
  } | null;
  readonly WatchSettings?: {
    readonly Ignores?: readonly { readonly Patterns?: readonly string[] | null }[] | null;
  };
}
