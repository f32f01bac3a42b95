import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Collects garbage now, so that no subject pays for another's. */
export const collectGarbage = runInNewContext("gc") as () => void;
