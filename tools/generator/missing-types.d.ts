// openapi-typescript's declarations reach into packages that it does not install. They are named here, as little as the
// compiler needs, so that `skipLibCheck` stays off.
declare module "json-schema-to-ts" {
  export type JSONSchema = object;
  export type FromSchema<Schema> = Schema;
}
declare module "js-yaml" {
  export type LoadOptions = object;
  export type DumpOptions = object;
  export type Schema = object;
  export const JSON_SCHEMA: Schema;
  export const load: (text: string, options?: LoadOptions) => unknown;
  export const dump: (value: unknown, options?: DumpOptions) => string;
}
