// openapi-typescript declares its entry point only; these are the parts behind it that the generator calls.
declare module "openapi-typescript/dist/transform/index.mjs" {
  import type { Node } from "typescript";
  export default function transformSchema(schema: object, context: object): Node[];
}
declare module "openapi-typescript/dist/lib/utils.mjs" {
  export function scanDiscriminators(schema: object, options: object): object;
  export function resolveRef(schema: object, reference: string, options: object): unknown;
}
declare module "openapi-typescript/dist/lib/ts.mjs" {
  import type { Node } from "typescript";
  export function astToString(nodes: Node[]): string;
}
