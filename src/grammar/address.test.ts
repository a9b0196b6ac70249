import { expect, it } from "vitest";
import { isReachable } from "./address.ts";

it.each(["192.168.1.54/32:6443", "10.0.0.0/8:1", "fd00::1/128:65535"])("%s can be reached", (text) => {
  expect(isReachable(text)).toBe(true);
});

it.each([
  ...["999.168.1.54/32:6443", "192.168.1.54/33:6443", "192.168.1.54/32:0", "192.168.1.54/32:65536"],
  ...["fd00::1::2/64:6443", "fd00::1/129:6443", "192.168.1.54/32", "192.168.1.54:6443"],
])("%s cannot", (text) => {
  expect(isReachable(text)).toBe(false);
});
