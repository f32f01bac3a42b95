import { objectAt } from "../../../generator/src/json.ts";
import { pickOperation, place } from "./additive-shapes.ts";
import type { EditableDocument, EditableOperation } from "./editable-document.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Shape } from "./shape.ts";

/** Changes that break callers, over the wire or when they compile. */
export const breakingShapes: readonly Shape[] = [
  {
    name: "operation removed",
    verdict: "major",
    rule: "operation-removed",
    apply(document, random) {
      const operation = pickOperation(document, random);
      document.deleteOperation(operation);
      return operation.place;
    },
  },
  {
    name: "operation renamed",
    verdict: "major",
    rule: "operation-id-changed",
    apply(document, random) {
      const operation = pickOperation(document, random);
      document.set([...place(operation), "operationId"], `${operation.id}Now`);
      return operation.place;
    },
  },
  {
    name: "operation moved to another path",
    verdict: "major",
    rule: "operation-moved",
    apply(document, random) {
      const operation = pickOperation(document, random);
      const path = operation.path.replace("/api/hubs/", "/api/v2/hubs/");
      document.moveOperation(operation, `${operation.method} ${path}`);
      return operation.place;
    },
  },
  {
    name: "path parameter renamed",
    verdict: "major",
    rule: "path-parameter-renamed",
    apply(document, random) {
      const operation = pickOperation(document, random, ({ path }) => {
        const isShared = document.operations().filter((other) => other.path === path).length > 1;
        return !isShared && /\{(group|user)\}/.test(path);
      });
      const found = document
        .parameters(operation)
        .find(({ parameter }) => parameter.name === "group" || parameter.name === "user");
      const name = String(found?.parameter.name);
      document.changeParameter(operation, found?.index ?? 0, { name: `${name}Name` });
      const path = operation.path.replace(`{${name}}`, `{${name}Name}`);
      const changed = document.operations().find((one) => one.place === operation.place) ?? operation;
      document.moveOperation(changed, `${operation.method} ${path}`);
      return operation.place;
    },
  },
  {
    name: "query parameter removed",
    verdict: "major",
    rule: "parameter-removed",
    apply(document, random) {
      const { operation, index, name } = pickQuery(document, random);
      document.deleteParameter(operation, index);
      return `${operation.place} query ${name}`;
    },
  },
  {
    name: "query parameter renamed",
    verdict: "major",
    rule: "parameter-removed",
    apply(document, random) {
      const { operation, index, name } = pickQuery(document, random);
      document.changeParameter(operation, index, { name: `${name}Text` });
      return `${operation.place} query ${name}`;
    },
  },
  {
    name: "query parameter required",
    verdict: "major",
    rule: "parameter-became-required",
    apply(document, random) {
      const { operation, index, name } = pickQuery(document, random);
      document.changeParameter(operation, index, { required: true });
      return `${operation.place} query ${name}`;
    },
  },
  {
    name: "query parameter retyped",
    verdict: "major",
    rule: "request-type-changed",
    apply(document, random) {
      const { operation, index, name } = pickQuery(document, random, "string");
      document.changeParameter(operation, index, {
        schema: { type: "integer", minimum: 0 },
        example: 3,
        examples: undefined,
        style: undefined,
        explode: undefined,
      });
      return `${operation.place} query ${name}`;
    },
  },
  {
    name: "property of a request required",
    verdict: "major",
    rule: "request-property-became-required",
    apply(document) {
      document.set(["components", "schemas", "CloseConnection", "required"], ["type", "reason"]);
      return "CloseConnection.reason";
    },
  },
  {
    name: "property of a response removed",
    verdict: "major",
    rule: "response-property-removed",
    apply(document, random) {
      const property = random.pick(["details", "inner"]);
      document.delete(["components", "schemas", "ErrorDetail", "properties", property]);
      return `ErrorDetail.${property}`;
    },
  },
  {
    name: "property of a response retyped",
    verdict: "major",
    rule: "response-type-changed",
    apply(document) {
      document.set(["components", "schemas", "ErrorDetail", "properties", "details", "items"], {
        description: "An error code.",
        type: "string",
      });
      return "ErrorDetail.details";
    },
  },
  {
    name: "property of a response nullable",
    verdict: "major",
    rule: "response-nullable-added",
    apply(document) {
      document.set(
        ["components", "schemas", "GroupMember", "properties", "userId", "type"],
        ["string", "null"],
      );
      return "GroupMember.userId";
    },
  },
  {
    name: "schema renamed",
    verdict: "major",
    rule: "schema-renamed",
    apply(document, random) {
      const name = random.pick(["InnerError", "GroupMember", "ClientTokenResponse"]);
      document.renameSchema(name, `${name}Details`);
      return name;
    },
  },
  {
    name: "limit of a request tightened",
    verdict: "major",
    rule: "request-length-tightened",
    apply(document, random) {
      const schema = random.pick(["JoinGroup", "LeaveGroup"]);
      document.set(["components", "schemas", schema, "properties", "group", "maxLength"], 512);
      return `${schema}.group`;
    },
  },
];

/** An optional query parameter of an operation, of a certain type if one is given; not `application`, which all have. */
function pickQuery(
  document: EditableDocument,
  random: SeededRandom,
  type?: string,
): { readonly operation: EditableOperation; readonly index: number; readonly name: string } {
  const found = document
    .operations()
    .filter(({ operation }) => objectAt(operation, "x-ms-pageable").itemName === undefined)
    .flatMap((operation) =>
      document
        .parameters(operation)
        .filter(
          ({ parameter }) =>
            parameter.in === "query" &&
            parameter.required !== true &&
            parameter.name !== "application" &&
            (type === undefined || objectAt(parameter, "schema").type === type),
        )
        .map(({ index, parameter }) => ({ operation, index, name: String(parameter.name) })),
    );
  return random.pick(found);
}
