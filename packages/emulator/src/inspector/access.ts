import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Header that carries the token. No page of another origin can send it without asking first, and nothing answers. */
const tokenHeader = "x-inspector-token";

export function createToken(): string {
  return randomBytes(24).toString("base64url");
}

export function isToken(text: string): boolean {
  return /^[\w-]{32,128}$/.test(text);
}

/** Why a request may not use the inspector, or undefined when it may. */
export function refusal(
  request: IncomingMessage,
  token: string,
): { readonly status: 401 | 403; readonly message: string } | undefined {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if ((origin !== undefined && hostOf(origin) !== host) || (site !== undefined && site !== "same-origin"))
    return { status: 403, message: "The inspector is used by its own page only" };
  const given = request.headers[tokenHeader];
  return typeof given === "string" && isEqual(given, token)
    ? undefined
    : {
        status: 401,
        message:
          "The token is missing or belongs to another emulator; open the inspector URL exactly as printed",
      };
}

/** Behind a proxy with TLS the scheme differs, so only hosts are compared. `null` and the like have none. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
