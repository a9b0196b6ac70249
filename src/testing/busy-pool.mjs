// Preloaded into runs that strace counts: the thread that changes the disk opens so many files first that a number of
// one of its later calls is no number of a call of the main thread, which only reads. What they name by chance is named
// alike in each, so that a path of one is a path of the next.
import { Buffer } from "node:buffer";
import crypto from "node:crypto";
import { open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { devNull } from "node:os";

crypto.randomBytes = (size) => Buffer.alloc(size, 7);
syncBuiltinESMExports();

for (let count = Number(process.env.FLUXTILT_BUSY_POOL); count > 0; count -= 1)
  await (await open(devNull)).close();
