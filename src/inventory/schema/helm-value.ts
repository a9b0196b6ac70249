import * as z from "zod";

/** Where a value goes, as helm's `--set` has it: an `=` or a `,` would end it and begin another. */
export const valuePath = z
  .string()
  .regex(
    /^([^\\=,]|\\.)+$/,
    "a value goes to `key`, `key.below` or `list[0]`, with `\\` before a `,` or `=` in it",
  );

/** Where a part of an image's name goes: the script that deploys in Flux's stead is told several in a line. */
const imagePlace = z
  .string()
  .regex(
    /^([^\\=,\s]|\\\S)+$/,
    "an image goes to `key`, `key.below` or `list[0]`, with `\\` before a `,` or `=` in it, and without spaces",
  );

/** The values of a chart that take one image. */
export const image = z.union(
  [
    imagePlace.meta({ description: "Value that takes the whole reference." }),
    z.tuple([imagePlace, imagePlace]).meta({ description: "Values for repository and tag." }),
    z
      .tuple([imagePlace, imagePlace, imagePlace])
      .meta({ description: "Values for registry, repository and tag." }),
  ],
  { error: "a chart's image is one value, or `[repository, tag]`, or `[registry, repository, tag]`" },
);

/** Several places; a list of texts alone is one place, so four of them would be none. */
export const imagePlaces = z
  .array(image)
  .min(1)
  .refine(
    (places) => places.length < 4 || places.some((place) => typeof place !== "string"),
    "one place has at most three values; several places are a list of lists",
  );
