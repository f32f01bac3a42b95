import { routes } from "../generated/index.js";

const [pattern] = routes.flatMap(({ parameters }) =>
  parameters.flatMap(({ name, schema }) => (name === "hub" ? [schema["pattern"]] : [])),
);
if (typeof pattern !== "string")
  throw new TypeError("The OpenAPI document has no pattern for the parameter 'hub'");
const hubName = new RegExp(pattern, "u");

/** What the pattern of the document says, for people. */
export const hubNameRule =
  "it must be 1 to 128 characters, start with a letter, and contain only letters, digits, and the characters _`,.[]";

export function isHubName(text: string): boolean {
  return hubName.test(text);
}
