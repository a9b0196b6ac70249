// Preloaded into runs that strace counts: the thread that changes the disk opens so many files first that a number of
// one of its later calls is no number of a call of the main thread, which only reads.
import { open } from "node:fs/promises";
import { devNull } from "node:os";

for (let count = Number(process.env.FLUXTILT_BUSY_POOL); count > 0; count -= 1)
  await (await open(devNull)).close();
