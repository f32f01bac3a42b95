import { describe, expect, test } from "vitest";
import { parseOpenApi } from "../../../../contract-kit/src/document.ts";
import { judgeCurations } from "../../../src/bump/curations.ts";

const doc = (lamp: object) =>
  parseOpenApi(JSON.stringify({ components: { schemas: { Lamp: lamp } } }), "lamp.yaml");
const entry = (holds: string) =>
  `### one\n\n- Reason: r\n- Source: s\n- Standing: certain\n- Holds: ${holds}\n`;
const nullable = entry('`#/components/schemas/Lamp/type = ["object","null"]`');

const curated = { type: ["object", "null"] };
const plain = { type: "object" };

function status(curation: string, draft: object, upstream?: object, base?: object) {
  const documents = { draft: doc(draft), upstream: upstream && doc(upstream), base: base && doc(base) };
  return judgeCurations(curation, documents)[0]?.status;
}

describe("judgeCurations()", () => {
  test("applies: the new document carries it and the owner still does not", () => {
    expect(status(nullable, curated, plain, plain)).toBe("applies");
    expect(status(nullable, curated)).toBe("applies");
  });

  test("obsolete: the owner says the same now", () => {
    expect(status(nullable, curated, curated, plain)).toBe("obsolete");
    expect(status(nullable, curated, curated)).toBe("obsolete");
  });

  test("conflict: the new document does not carry it", () => {
    expect(status(nullable, plain, plain, plain)).toBe("conflict");
  });

  test("changed: the owner changed the same place to something else", () => {
    expect(status(nullable, curated, { type: "array" }, plain)).toBe("changed");
  });

  test("a mere absence is not taken for the owner's agreement", () => {
    const absence = entry("`no #/components/schemas/Lamp/enum`");
    expect(status(absence, plain, plain, plain)).toBe("applies");
    expect(status(absence, plain, plain)).toBe("applies");
  });
});
