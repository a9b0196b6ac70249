import * as z from "zod";

/** Names of images and registries, as github.com/distribution/reference reads them for Tilt and for the kubelet. */
const hostPart = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const host = `${hostPart}(?:\\.${hostPart})*(?::[0-9]+)?`;
const part = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
const parts = `${part}(?:/${part})*`;

/** A name of 255 characters is the longest; those of `docker.io` are written without `docker.io/library/`. */
const longest = 230;

/** An image without its tag. */
export const imageName = z
  .string()
  .regex(new RegExp(`^(?:${host}/)?${parts}$`), "an image is written as in the manifests, without its tag")
  .max(longest, `an image has at most ${longest} characters`);

/** An image as manifests write it, with or without tag and digest. */
export const imageReference = z
  .string()
  .regex(
    new RegExp(`^(?:${host}/)?${parts}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`),
    "an image is such as `registry.example.org/team/app`",
  );

/** A repository below a registry. */
export const imagePath = z
  .string()
  .regex(new RegExp(`^${parts}$`), "a repository is such as `dev` or `team/dev`, in lower case");

/**
 * A registry that images are put below. A first part without a dot or a port would be a folder of Docker's own
 * registry, and the names of that are not what they say.
 */
export const registry = z
  .string()
  .regex(
    new RegExp(`^${host}(?:/${parts})?$`),
    "a registry is a host such as `registry.example.org` or `localhost:5000`, without `http://`",
  )
  .refine((text) => {
    const [first = "", ...below] = text.split("/");
    if (first === "docker.io") return below.length > 0;
    return first !== "index.docker.io" && (first === "localhost" || /[.:]/.test(first));
  }, "a registry has a dot or a port in its host, and `docker.io` a name behind it");
