/**
 * Documents of the size and the habits of real ones, made by rules: the same bytes every time. Each thing that they have
 * (a resource, a device) has another mixture of what OpenAPI offers.
 */

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const jsonContent = (schema: Json): Json => ({ "application/json": { schema } });

/** Numbers that look random and are not (a linear congruential generator). */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

function pick<Item>(next: (below: number) => number, items: readonly Item[]): Item {
  return items[next(items.length)] as Item;
}

/** A shop in OpenAPI 3.0: five operations for each of thirty resources, `nullable`, forms, several successes. */
export function shop(): Json {
  const next = sequence(1);
  const paths: Record<string, Json> = {};
  const schemas: Record<string, Json> = {
    Error: {
      type: "object",
      required: ["code"],
      properties: { code: { type: "string" }, message: { type: "string", nullable: true } },
    },
    Money: {
      type: "object",
      required: ["amount"],
      properties: { amount: { type: "number" }, currency: { type: "string", enum: ["EUR", "USD", "JPY"] } },
    },
  };
  for (let index = 0; index < 30; index++) {
    const name = `Item${index}`;
    const related = `Item${next(30)}`;
    schemas[name] = {
      description: `Number ${index}; see also */ and {@link nothing} in \`${related}\``,
      allOf: [
        {
          type: "object",
          required: ["id"],
          properties: { id: { type: "string", format: "uuid", readOnly: true } },
        },
        {
          type: "object",
          properties: {
            price: ref("Money"),
            related: { type: "array", items: ref(related) },
            state: { type: "string", nullable: next(2) === 0, enum: ["new", "used", "class", "don't know"] },
            tags: { type: "object", additionalProperties: { type: "string" } },
            [pick(next, ["x-y", "1st", "default", "constructor"])]: { type: "integer", default: next(9) },
          },
        },
      ],
    };
    const id = {
      name: "id",
      in: "path",
      required: true,
      schema: { type: pick(next, ["string", "integer"]) },
    };
    const failure = { description: "No", content: jsonContent(ref("Error")) };
    paths[`/items-${index}`] = {
      get: {
        tags: [name],
        parameters: [
          {
            name: "filter",
            in: "query",
            style: "deepObject",
            schema: { type: "object", properties: { state: { type: "string" } } },
          },
          {
            name: "sort",
            in: "query",
            explode: false,
            schema: { type: "array", items: { type: "string", enum: ["price", "-price"] } },
          },
          { name: "X-Request-Id", in: "header", schema: { type: "string" } },
        ],
        responses: {
          200: { description: "Some", content: jsonContent({ type: "array", items: ref(name) }) },
          default: failure,
        },
      },
      post: {
        operationId: `items${index}.create`,
        requestBody: {
          required: true,
          content:
            next(2) === 0
              ? jsonContent(ref(name))
              : {
                  "multipart/form-data": {
                    schema: {
                      type: "object",
                      properties: { image: { type: "string", format: "binary" }, name: { type: "string" } },
                    },
                  },
                },
        },
        responses: {
          201: { description: "Made", content: jsonContent(ref(name)) },
          202: { description: "Later" },
          422: failure,
        },
      },
    };
    paths[`/items-${index}/{id}`] = {
      parameters: [id],
      get: {
        operationId: `get_item_${index}`,
        responses: { 200: { description: "One", content: jsonContent(ref(name)) }, 404: failure },
      },
      put: {
        operationId: `Update Item ${index}`,
        deprecated: next(3) === 0,
        requestBody: {
          content: {
            "application/merge-patch+json": { schema: ref(name) },
            "application/xml": { schema: ref(name) },
          },
        },
        responses: { "2XX": { description: "Done", content: jsonContent(ref(name)) }, default: failure },
      },
      delete: { responses: { 204: { description: "Gone" } } },
    };
  }
  return { openapi: "3.0.3", info: { title: "Shop", version: "2026-01" }, paths, components: { schemas } };
}

/** A cloud of devices in OpenAPI 3.1: four operations for each of a hundred kinds, unions of unions and recursion. */
export function deviceCloud(): Json {
  const next = sequence(2);
  const paths: Record<string, Json> = {};
  const schemas: Record<string, Json> = {
    Value: {
      oneOf: [
        { type: "string" },
        { type: "number" },
        { type: "null" },
        { type: "array", items: ref("Value") },
        { type: "object", additionalProperties: ref("Value") },
      ],
    },
    Condition: {
      anyOf: [
        { type: "boolean" },
        {
          type: "object",
          required: ["all"],
          properties: { all: { type: "array", items: ref("Condition") } },
        },
        { type: "object", required: ["not"], properties: { not: ref("Condition") } },
      ],
    },
  };
  for (let index = 0; index < 100; index++) {
    const kind = `device-${index}`;
    schemas[`${kind}.base`] = {
      type: "object",
      required: ["kind"],
      properties: {
        kind: { const: kind },
        values: { type: "object", additionalProperties: ref("Value") },
        parent: { anyOf: [ref(`device-${next(100)}`), { type: "null" }] },
      },
    };
    schemas[`${kind}.extended`] = {
      allOf: [
        ref(`${kind}.base`),
        {
          type: "object",
          unevaluatedProperties: false,
          properties: {
            when: ref("Condition"),
            level: { type: ["integer", "null"], minimum: 0 },
            pair: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }] },
          },
        },
      ],
    };
    schemas[kind] = { oneOf: [ref(`${kind}.base`), ref(`${kind}.extended`)] };
    const device = { name: "device id", in: "path", required: true, schema: { type: "string" } };
    paths[`/devices/${index}/{device id}`] = {
      parameters: [
        device,
        {
          name: "deep",
          in: "query",
          schema: {
            type: "object",
            properties: { a: { type: "string" }, b: { type: ["array", "null"], items: { type: "integer" } } },
          },
        },
      ],
      get: {
        operationId: `${kind}_get`,
        responses: {
          200: {
            description: "One",
            content: {
              [pick(next, [
                "application/json",
                "application/vnd.device+json",
                "application/json; charset=utf-8",
              ])]: { schema: ref(kind) },
            },
          },
        },
      },
      patch: {
        operationId: `${kind}_patch`,
        requestBody: { required: true, content: jsonContent(ref(kind)) },
        responses: {
          200: { description: "One", content: jsonContent(ref(kind)) },
          204: { description: "Same" },
        },
      },
    };
    paths[`/devices/${index}/{device id}/telemetry`] = {
      parameters: [device],
      post: {
        operationId: `${kind}_send`,
        requestBody: {
          content: {
            "application/octet-stream": {},
            "application/json": { schema: { $ref: `#/components/schemas/device-${index}.extended/allOf/1` } },
          },
        },
        responses: { 202: { description: "Taken" } },
      },
      get: {
        operationId: `${kind}_read`,
        responses: {
          default: {
            description: "Bytes or JSON",
            content: {
              "application/octet-stream": {},
              "application/json": { schema: { type: "array", items: ref("Value") } },
            },
          },
        },
      },
    };
  }
  return { openapi: "3.1.0", info: { title: "Device cloud", version: "1" }, paths, components: { schemas } };
}

/** A directory of three thousand operations, as a company's gateway has them. */
export function directory(): Json {
  const paths: Record<string, Json> = {};
  const schemas: Record<string, Json> = {};
  for (let index = 0; index < 1000; index++) {
    const name = `Entry${index}`;
    schemas[name] = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" }, next: ref(`Entry${(index + 1) % 1000}`) },
    };
    paths[`/entries-${index}/{id}`] = {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      get: {
        operationId: `getEntry${index}`,
        responses: { 200: { description: "One", content: jsonContent(ref(name)) } },
      },
      put: {
        operationId: `setEntry${index}`,
        requestBody: { required: true, content: jsonContent(ref(name)) },
        responses: { 204: { description: "Set" } },
      },
      delete: { operationId: `deleteEntry${index}`, responses: { 204: { description: "Gone" } } },
    };
  }
  return { openapi: "3.1.0", info: { title: "Directory", version: "1" }, paths, components: { schemas } };
}
