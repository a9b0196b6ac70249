/** The extensions as they were when Tilt v0.37.6 came out (tag v0.37.6 of tilt-dev/tilt-extensions). */
export const tiltExtensions = {
  url: "https://github.com/tilt-dev/tilt-extensions",
  ref: "ff5d34173cb85a5dd08d7961c24d163cb222e8f7",
} as const;
