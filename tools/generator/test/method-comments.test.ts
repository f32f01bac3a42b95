import { describe, expect, test } from "vitest";
import { emitClient } from "../src/emit/client.ts";
import { buildModel } from "../src/model/build-model.ts";
import { parseSpec } from "../src/read-spec.ts";

const document = `openapi: 3.1.0
info: { title: Rooms, version: "1", x-client: { name: Rooms, scope: house } }
externalDocs: { url: https://docs.example/rooms }
paths:
  /{house}/rooms/{room}:
    parameters:
      - { name: house, in: path, required: true, schema: { type: string }, example: blue }
      - { name: room, in: path, required: true, schema: { type: string }, example: kitchen }
    get:
      operationId: getRoom
      summary: Get a room
      responses:
        "200": { description: The room., content: { application/json: { schema: { type: string } } } }
        "404": { description: No such room }
        "5XX": { description: Anything }
        default: { description: Anything else }
    delete:
      operationId: removeRoom
      externalDocs: { url: https://docs.example/remove }
      responses: { "204": { description: Gone } }
  /{house}/rooms:
    get:
      operationId: listRooms
      x-ms-pageable: { nextLinkName: next }
      parameters: [{ name: house, in: path, required: true, schema: { type: string }, example: blue }]
      responses:
        "200":
          description: One page
          content: { application/json: { schema: { type: object, properties: { value: { type: array, items: {} } } } } }
  /doors:
    get:
      operationId: getDoor
      parameters: [{ name: key, in: query, required: true, schema: { type: string } }]
      responses: { "204": { description: Open } }
`;

const { text } = emitClient(buildModel(parseSpec(document, "rooms.yaml")), {
  types: "../types/index.js",
  runtime: "./runtime",
});

/** The comments before a method: of the client, then of one house. */
function commentsOf(method: string): string[] {
  const before = text.split(`  ${method}(args`).slice(0, -1);
  return before.map((part) => part.slice(part.lastIndexOf("/**")));
}

describe("the comment of a generated method", () => {
  test("says what it does, what it returns, which errors the document names, and where that is described", () => {
    const [comment] = commentsOf("getRoom");
    expect(comment).toContain("Get a room");
    expect(comment).toContain("`GET /{house}/rooms/{room}`");
    expect(comment).toContain("@returns The room.");
    expect(comment).toContain("@throws {InvalidPathParameterError}");
    expect(comment).toContain("If the response is not a success (documented: 404).");
    expect(comment).toContain("@see https://docs.example/rooms");
  });

  test("has an example with the document's own values, within the scope as well", () => {
    const [whole, bound] = commentsOf("getRoom");
    expect(whole).toContain('await client.getRoom({ house: "blue", room: "kitchen" });');
    expect(bound).toContain('await client.house("blue").getRoom({ room: "kitchen" });');
    expect(commentsOf("listRooms")[1]).toContain(
      'for await (const item of client.house("blue").listRooms()) console.log(item);',
    );
  });

  test("has no example where the document lacks a required one", () => {
    expect(commentsOf("getDoor")[0]).not.toContain("@example");
  });

  test("says of a list that its pages may be wrong, and prefers the operation's own link", () => {
    expect(commentsOf("listRooms")[0]).toContain("@throws {PagingError} While iterating");
    expect(commentsOf("removeRoom")[0]).toContain("@see https://docs.example/remove");
    expect(commentsOf("removeRoom")[0]).not.toContain("documented");
  });
});
