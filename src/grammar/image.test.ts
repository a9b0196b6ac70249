import { describe, expect, it } from "vitest";
import { imageName, imagePath, imageReference, registry } from "./image.ts";

// github.com/distribution/reference, which Tilt and the kubelet read names with.
describe("images", () => {
  it.each([
    "nginx",
    "team/app",
    "docker.io/library/nginx",
    "registry.talos00/memex",
    "localhost:5000/a/b_c/d__e/f---g/h.i",
    "1.2.3.4:5000/x",
    "[::1]/x",
    "[2001:DB8::1]:5000/x",
    "Registry.Example.org/x",
    // Capitals make a host of it.
    "A/b",
    "x".repeat(237),
    "reg.io/" + "x".repeat(248),
  ])("take %j", (text) => {
    expect(imageName.safeParse(text).success).toBe(true);
  });

  it.each([
    "",
    "-x",
    "a b",
    "A",
    "reg.io/X",
    "[::1%eth0]/x",
    "[x]/y",
    "reg/x/",
    "reg//x",
    "reg/x..y",
    "reg/x___y",
    "reg/-x",
    "reg/x:tag",
    "x:tag",
    "x@sha256:" + "a".repeat(64),
    "http://x/y",
    "é",
    "a".repeat(64),
    "x".repeat(238),
    "reg.io/" + "x".repeat(249),
  ])("refuse %j", (text) => {
    expect(imageName.safeParse(text).success).toBe(false);
  });
});

describe("images of a container", () => {
  it.each([
    "x",
    "reg.io:5000/x:1.0_a",
    "Reg.io/x:T",
    "[::1]:5000/x:1",
    "x:" + "t".repeat(128),
    `reg/x@sha256:${"a".repeat(64)}`,
    `x:t@sha256:${"a".repeat(64)}`,
    `x@sha512:${"a".repeat(128)}`,
  ])("take %j", (text) => {
    expect(imageReference.safeParse(text).success).toBe(true);
  });

  it.each(["", "A B", "reg/X", "x:", "x:a b", "x@sha256:a", "x:" + "t".repeat(129), "a".repeat(64)])(
    "refuse %j",
    (text) => {
      expect(imageReference.safeParse(text).success).toBe(false);
    },
  );
});

describe("registries", () => {
  it.each([
    ...["registry.talos00", "localhost", "localhost:5000", "registry:5000", "x.y/team/z", "docker.io/me"],
    ...["Registry.Example.org", "Registry", "[::1]", "[::1]:5000/team"],
  ])("take %j", (text) => {
    expect(registry.safeParse(text).success).toBe(true);
  });

  // Tilt holds `<registry>/fake` against the grammar, and against what Docker makes of it.
  it.each([
    "",
    "a b",
    "http://x.y",
    "x",
    "x/y",
    "x:y",
    "-x.y",
    "x.y/",
    "docker.io",
    "index.docker.io/me",
    "x.y:5000:5000",
  ])("refuse %j", (text) => {
    expect(registry.safeParse(text).success).toBe(false);
  });

  it.each(["dev", "team/dev"])("put all images into %j", (text) => {
    expect(imagePath.safeParse(text).success).toBe(true);
  });

  it.each(["", "Dev", "a:b", "/a", "a b"])("put no images into %j", (text) => {
    expect(imagePath.safeParse(text).success).toBe(false);
  });
});
