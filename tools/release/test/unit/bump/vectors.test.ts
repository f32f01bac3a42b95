import { describe, expect, test } from "vitest";
import { parseOpenApi } from "../../../../contract-kit/src/document.ts";
import { nextVectors } from "../../../src/bump/vectors.ts";
import { apiRepository, document } from "../../api-repository.ts";

const versions = { current: "2024-12-01", version: "2025-08-01" };
const before = parseOpenApi(document("2024-12-01"), "before.yaml");

function next(change: (text: string) => string) {
  const after = parseOpenApi(change(document("2025-08-01")), "after.yaml");
  const vectors = nextVectors({ root: apiRepository().root, ...versions }, before, after);
  return { ...vectors, files: vectors.writes.map(({ path, text }) => ({ path, ...JSON.parse(text ?? "") })) };
}

const paged = `
  /lamps:
    get:
      operationId: listLamps
      x-ms-pageable: { itemName: value, nextLinkName: nextLink }
      parameters: [{ $ref: "#/components/parameters/ApiVersion" }]
      responses:
        "200":
          description: A page.
          content:
            application/json:
              schema: { type: object }
              example: { value: [{ name: desk }], nextLink: "https://lamps.example/lamps?token=1" }
components:`;

describe("nextVectors()", () => {
  test("copies the vectors of an operation that stays, for the new version", () => {
    const { files, skeletons, renamed, dropped } = next((text) => text);
    expect(files).toMatchObject([{ path: "spec/2025-08-01/vectors/getLamp.json", operation: "getLamp" }]);
    expect(files[0].vectors[0].exchanges[0].request.query).toEqual([["api-version", "2025-08-01"]]);
    expect({ skeletons, renamed, dropped }).toEqual({ skeletons: [], renamed: [], dropped: [] });
  });

  test("keeps the vectors of a renamed operation under its new name", () => {
    const { files, skeletons, renamed, dropped } = next((text) => text.replace("getLamp", "readLamp"));
    expect(files).toMatchObject([
      { path: "spec/2025-08-01/vectors/readLamp.json", operation: "readLamp", vectors: [{ valid: true }] },
    ]);
    expect({ skeletons, dropped }).toEqual({ skeletons: [], dropped: [] });
    expect(renamed).toEqual([{ from: "getLamp", to: "readLamp" }]);
  });

  test("renames the argument of a renamed path parameter", () => {
    const { files, skeletons, rerouted } = next((text) =>
      text.replace("/lamps/{lamp}", "/lamps/{light}").replace("name: lamp", "name: light"),
    );
    expect(files[0].vectors[0].arguments).toEqual({ light: "desk" });
    expect(rerouted).toEqual([{ id: "getLamp", from: "lamp", to: "light" }]);
    expect(skeletons).toEqual([]);
  });

  test("writes the skeleton of a paged operation as one last page, whose items the caller gets", () => {
    const { files, skeletons } = next((text) => text.replace("\ncomponents:", paged));
    expect(skeletons).toEqual(["listLamps"]);
    const [vector] = files.find(({ operation }) => operation === "listLamps").vectors;
    expect(vector.exchanges[0].response.body.json).toEqual({ value: [{ name: "desk" }] });
    expect(vector.outcome).toEqual({ value: [{ name: "desk" }] });
  });

  test("writes the skeleton of an existence check as one that found something", () => {
    const { files } = next((text) =>
      text.replace(
        "\ncomponents:",
        `
  /lamps:
    head:
      operationId: lampsExist
      x-existence: [Warning.Lamp.NotExisted]
      responses: { "200": { description: There are some. } }
components:`,
      ),
    );
    const [vector] = files.find(({ operation }) => operation === "lampsExist").vectors;
    expect(vector.outcome).toEqual({ value: true });
  });

  test.each([
    ["date-time", "2025-01-01T00:00:00Z"],
    ["uuid", "00000000-0000-4000-8000-000000000000"],
  ])("fills a required value of the format %s with one that is valid", (format, expected) => {
    const { files } = next((text) =>
      text.replace(
        "\ncomponents:",
        `
  /lamps:
    delete:
      operationId: removeLamps
      parameters: [{ name: before, in: query, required: true, schema: { type: string, format: ${format} } }]
      responses: { "200": { description: Removed. } }
components:`,
      ),
    );
    const [vector] = files.find(({ operation }) => operation === "removeLamps").vectors;
    expect(vector.arguments).toEqual({ before: expected });
  });

  test("names what is gone", () => {
    const { dropped, skeletons } = next((text) =>
      text.replace("/lamps/{lamp}", "/lights/{lamp}").replace("getLamp", "getLight"),
    );
    expect({ dropped, skeletons }).toEqual({ dropped: ["getLamp"], skeletons: ["getLight"] });
  });
});
