import { constants } from "node:fs";

/** How a file is opened to be read: waiting for nobody who would write into a pipe. Windows has no such flag, which counts as none. */
export const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;
