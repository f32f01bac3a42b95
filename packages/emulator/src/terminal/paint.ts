const codes = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2, bold: 1 } as const;

export type Style = keyof typeof codes;

/** Dresses a text for the terminal, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colors where a person looks: on a terminal, and unless the person asked for none (no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0" && env["FORCE_COLOR"] !== "";
  const refused = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return forced || (stream.isTTY === true && !refused)
    ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`
    : (_, text) => text;
}
