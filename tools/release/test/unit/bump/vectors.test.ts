import { describe, expect, test } from "vitest";
import { parseOpenApi } from "../../../../contract-kit/src/document.ts";
import { nextVectors } from "../../../src/bump/vectors.ts";
import { apiRepository, document } from "../../api-repository.ts";

const versions = { current: "2024-12-01", version: "2025-08-01" };
const vectorPath = "spec/2024-12-01/vectors/getLamp.json";

type Edit = (text: string) => string;

/** The vectors of the next version, after an edit of its document, and of the document and the vectors before. */
function next(edit: Edit, earlier: { readonly document?: Edit; readonly vectors?: Edit } = {}) {
  const repository = apiRepository();
  repository.write(vectorPath, earlier.vectors?.(repository.read(vectorPath)) ?? repository.read(vectorPath));
  const before = parseOpenApi(
    earlier.document?.(document("2024-12-01")) ?? document("2024-12-01"),
    "before.yaml",
  );
  const after = parseOpenApi(edit(document("2025-08-01")), "after.yaml");
  const vectors = nextVectors({ root: repository.root, ...versions }, before, after);
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
    const { files, skeletons } = next((text) =>
      text.replace("/lamps/{lamp}", "/lamps/{light}").replace("name: lamp", "name: light"),
    );
    expect(files[0].vectors[0].arguments).toEqual({ light: "desk" });
    expect(skeletons).toEqual([]);
  });

  test("moves the requests and the links of an operation that has another path", () => {
    const { files, skeletons } = next((text) => text.replace("/lamps/{lamp}", "/rooms/lamps/{lamp}"), {
      vectors: (text) =>
        text.replace(
          '"body": { "json": { "name": "desk" } }',
          '"body": { "json": { "nextLink": "https://lamps.example/lamps/desk?page=2" } }',
        ),
    });
    const [{ exchanges }] = files[0].vectors;
    expect(exchanges[0].request.path).toBe("/rooms/lamps/desk");
    expect(exchanges[0].response.body.json.nextLink).toBe("https://lamps.example/rooms/lamps/desk?page=2");
    expect(skeletons).toEqual([]);
  });

  test("keeps path values with their parameters where these change places", () => {
    const twice = (path: string) => (text: string) =>
      text
        .replace("/lamps/{lamp}", path)
        .replace(
          '        - $ref: "#/components/parameters/Lamp"\n',
          "$&        - { name: room, in: path, required: true, schema: { type: string } }\n",
        );
    const { files } = next(twice("/rooms/{room}/lamps/{lamp}"), {
      document: twice("/lamps/{lamp}/in/{room}"),
      vectors: (text) => text.replace("/lamps/desk", "/lamps/desk/in/attic"),
    });
    expect(files[0].vectors[0].exchanges[0].request.path).toBe("/rooms/attic/lamps/desk");
  });

  test("leaves the path to a person where a new one needs a value that the old one does not have", () => {
    const { files } = next((text) => text.replace("/lamps/{lamp}", "/rooms/{room}/lamps/{lamp}"));
    expect(files[0].vectors[0].exchanges[0].request.path).toBe("/lamps/desk");
  });

  test("names the argument that the client refuses as it is called now", () => {
    const { files } = next(
      (text) => text.replace("/lamps/{lamp}", "/lamps/{light}").replace("name: lamp", "name: light"),
      {
        vectors: (text) =>
          text.replace('"outcome": { "value": { "name": "desk" } }', '"outcome": { "refused": "lamp" }'),
      },
    );
    expect(files[0].vectors[0].outcome).toEqual({ refused: "light" });
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
