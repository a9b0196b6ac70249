/** The extensions as they were when Tilt v0.37.6 came out (tag v0.37.6 of tilt-dev/tilt-extensions). */
export const tiltExtensions = {
  url: "https://github.com/tilt-dev/tilt-extensions",
  ref: "a8701c0aa6a77ddcf60e02647d3a4730931e5f50",
} as const;
