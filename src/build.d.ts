/** The hash of the whole bundle, put there by build.config.mjs. */
declare const FLUXTILT_BUILD: string;
