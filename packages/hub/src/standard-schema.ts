/**
 * A schema that implements version 1 of [Standard Schema](https://standardschema.dev), such as those of zod, valibot and arktype. Only
 * the used properties are declared.
 */
export interface StandardSchema<Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
  };
}

/** The result of validating a value with a {@link StandardSchema}: the output value, or issues. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** A reason why a value does not match a {@link StandardSchema}. */
export interface StandardIssue {
  /** Description of the issue. */
  readonly message: string;
  /** Path of the invalid part of the value. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
