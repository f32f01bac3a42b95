import { type Document, parseOpenApi } from "../src/document.ts";

/** A tiny document with one of everything that the kit reads. */
export const fixtureText = `openapi: 3.1.0
info: { title: Things, version: "1", x-client: { name: Things, apiVersionParameter: v } }
paths:
  /things/{id}:
    put:
      operationId: putThing
      x-upstream-operation-id: Things_Put
      x-retry: idempotent
      security: [{ key: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, minLength: 1, maxLength: 5 }, example: a }
        - { name: tags, in: query, schema: { type: array, items: { type: string } }, example: [x, y] }
        - { name: v, in: query, required: true, schema: { type: string }, example: "1" }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Thing" }
            examples: { one: { value: { kind: thing, size: 1 } } }
      responses:
        "200":
          description: Done
          x-body-optional: true
          content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } }
        "404":
          description: Absent
          headers: { x-code: { required: true, schema: { type: string } } }
        default: { description: Error }
components:
  schemas:
    Thing:
      type: object
      required: [kind]
      properties:
        kind: { type: string, const: thing }
        size: { type: integer, minimum: 1 }
      additionalProperties: false
`;

/** The fixture with one text replaced by another. @throws Error when the text is not there. */
export function fixture(from = "", to = ""): Document {
  if (!fixtureText.includes(from)) throw new Error(`The fixture has no ${from}`);
  return parseOpenApi(fixtureText.replace(from, to), "things.yaml");
}
