/** Why what Flux would apply cannot be told, or that Flux itself would refuse it. The message stands alone. */
export class RenderError extends Error {
  override readonly name = "RenderError";
}
