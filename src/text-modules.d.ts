/** A template, precompiled by the build (build.config.mjs). */
declare module "*.hbs" {
  const spec: unknown;
  export default spec;
}
/** Text files, bundled as they are. */
declare module "*.sh" {
  const text: string;
  export default text;
}
declare module "*.star" {
  const text: string;
  export default text;
}
