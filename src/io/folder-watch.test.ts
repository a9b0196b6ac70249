import { watch } from "node:fs";
import { expect, it, vi } from "vitest";
import { watchFolders } from "./folder-watch.ts";
import { OutsideError } from "./outside-error.ts";

vi.mock("node:fs", async (original) => ({ ...(await original<object>()), watch: vi.fn() }));

const close = vi.fn();

/** What is thrown where the system refuses the second watch. */
function refusal(code: string): unknown {
  close.mockClear();
  vi.mocked(watch)
    .mockReset()
    .mockReturnValueOnce({ on: vi.fn(), close } as unknown as ReturnType<typeof watch>)
    .mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code, syscall: "watch" });
    });
  try {
    return watchFolders(["/one", "/two"]);
  } catch (error) {
    return error;
  }
}

it.each([
  ["ENOSPC", "fs.inotify.max_user_watches"],
  ["EMFILE", "fs.inotify.max_user_instances"],
])("tells which limit is reached where no watch is left: %s", (code, limit) => {
  const error = refusal(code);
  expect(error).toBeInstanceOf(OutsideError);
  expect(error).toMatchObject({
    kind: { code: "FT924" },
    message: "cannot watch `/two`: the system has no file watches left",
    help: expect.stringContaining(limit) as string,
  });
  expect(close).toHaveBeenCalledOnce();
});

it("tells a right that is missing as one, and leaves a folder out that is gone", () => {
  expect(refusal("EACCES")).toMatchObject({ kind: { code: "FT921" } });
  expect(refusal("ENOENT")).not.toBeInstanceOf(Error);
});
