import type { IncomingMessage, ServerResponse } from "node:http";

/** Lets a page read the answer. Browsers send credentials by default, so the origin is echoed; `*` would be refused. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "GET, POST, DELETE");
  response.setHeader("access-control-max-age", "600");
  // Clients send what the application tells them to (`withUrl(url, { headers })`), and tracing adds its own.
  const headers = headerNames(request.headers["access-control-request-headers"]);
  if (headers.length > 0) response.setHeader("access-control-allow-headers", headers.join(", "));
}

/** The names in a list that are names (RFC 9110 section 5.6.2). */
function headerNames(list: string | undefined): readonly string[] {
  return (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name));
}
