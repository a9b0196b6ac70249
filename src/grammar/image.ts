import * as z from "zod";

/** Names of images and registries, as github.com/distribution/reference reads them for Tilt and for the kubelet. */
const hostPart = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?";
const host = `(?:${hostPart}(?:\\.${hostPart})*|\\[[0-9A-Fa-f:]+\\])(?::[0-9]+)?`;
const part = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
const parts = `${part}(?:/${part})*`;

/** What could be the hash of an image is no name. */
const noHash = "(?![0-9a-f]{64}$)";

/** What is read as a host: any other first part is a folder of Docker's own registry. */
function isHosted(text: string): boolean {
  const first = text.slice(0, Math.max(0, text.indexOf("/")));
  return first === "localhost" || /[.:A-Z]/.test(first);
}

/** Names of 255 characters are the longest; the others are told to registries behind `docker.io/library/`. */
const longest = 255;
const fits = (text: string): boolean =>
  (isHosted(text) ? "" : "docker.io/library/").length + text.length <= longest;

const digests = [64, 96, 128].map((digits) => `sha${digits * 4}:[0-9a-f]{${digits}}`).join("|");

/** An image without its tag. */
export const imageName = z
  .string()
  .regex(
    new RegExp(`^${noHash}(?:${host}/)?${parts}$`),
    "an image is written as in the manifests, without its tag",
  )
  .refine(fits, `an image has at most ${longest} characters, with its registry`);

/** An image as manifests write it, with or without tag and digest. */
export const imageReference = z
  .string()
  .regex(
    new RegExp(`^${noHash}(?:${host}/)?${parts}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@(?:${digests}))?$`),
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
    if (text === "docker.io" || /^index\.docker\.io(\/|$)/.test(text)) return false;
    return isHosted(`${text}/`);
  }, "a registry has a dot or a port in its host, and `docker.io` a name behind it");
