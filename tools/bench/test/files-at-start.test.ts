import assert from "node:assert/strict";
import { test } from "node:test";
import { filesAtStart } from "../src/files-at-start.ts";

test("filesAtStart() follows imports from the entry and leaves out what import() asks for", () => {
  const outputs = {
    "stdin.js": {
      entryPoint: "<stdin>",
      imports: [
        { path: "shared.js", kind: "import-statement" },
        { path: "later.js", kind: "dynamic-import" },
      ],
    },
    "shared.js": { imports: [{ path: "deep.js", kind: "import-statement" }] },
    "deep.js": { imports: [{ path: "shared.js", kind: "import-statement" }] },
    "later.js": { entryPoint: "raw.ts", imports: [{ path: "shared.js", kind: "import-statement" }] },
  };
  assert.deepEqual([...filesAtStart(outputs)], ["stdin.js", "shared.js", "deep.js"]);
});
