import { callsOf, readOpenApi, readOperations, specFile } from "../../contract-kit/src/index.ts";

/** A call of a method, and whether it must compile. */
interface TypedCall {
  readonly what: string;
  readonly statement: string;
  readonly compiles: boolean;
}

/**
 * A program that calls every method of the document rightly and in every wrong way: each key misspelled, left out where it
 * is required, given where the operation has none (as one that a newer version of the document drops), and of another
 * type. A wrong call that compiles is an error too, since its `@ts-expect-error` has nothing to expect.
 */
export function methodTypesProgram(): string {
  const document = readOpenApi(specFile);
  const calls = readOperations(document).flatMap((operation): TypedCall[] => {
    const { operationId } = operation;
    const example =
      callsOf(document, operation, { endpoint: "https://example.com", count: 0 })[0]?.arguments ?? {};
    const required = new Set([
      ...operation.parameters.filter((one) => one.required).map(({ name }) => name),
      ...(operation.body?.required ? ["body"] : []),
    ]);
    const keys = Object.keys(example);
    const call = (what: string, args: object, compiles: boolean): TypedCall => ({
      what: `${operationId}() ${what}`,
      statement: `await client.${operationId}(${keys.length === 0 && compiles ? "" : JSON.stringify(args)});`,
      compiles,
    });
    const without = (key: string): object =>
      Object.fromEntries(Object.entries(example).filter(([one]) => one !== key));
    const isObject =
      typeof example.body === "object" && example.body !== null && !Array.isArray(example.body);
    // What the document says of the item of a stream is that it may be anything.
    const hasFreeBody = operationId === "sendToStream";
    return [
      call("with the document's example", example, true),
      call("with a key that it does not have", { ...example, applicatio: "shop" }, false),
      ...keys.flatMap((key) => [
        call(`with ${key} misspelled`, { ...without(key), [key.slice(0, -1)]: example[key] }, false),
        ...(required.has(key) ? [call(`without ${key}`, without(key), false)] : []),
        ...(hasFreeBody && key === "body"
          ? []
          : [
              call(
                `with ${key} of another type`,
                { ...example, [key]: typeof example[key] === "boolean" ? "yes" : true },
                false,
              ),
            ]),
      ]),
      ...(isObject && !hasFreeBody
        ? [
            call(
              "with a key that its body does not have",
              { ...example, body: { ...Object(example.body), targe: "t" } },
              false,
            ),
          ]
        : []),
    ];
  });
  const statements = calls.map(
    ({ what, statement, compiles }) =>
      `${compiles ? `// ${what}` : `// @ts-expect-error ${what}`}\n${statement}`,
  );
  return `import type { SignalRServiceClient } from "@x/fetch-client";
declare const client: SignalRServiceClient;

${statements.join("\n")}
`;
}
