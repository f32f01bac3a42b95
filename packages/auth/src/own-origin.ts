/**
 * Tells whether a request comes from a page of the application itself, or from a client that is not a browser.
 *
 * A browser says so in `Sec-Fetch-Site`, which no page can set. Without that header hosts are compared, and not schemes: behind a
 * proxy that ends TLS the request arrives by http. `X-Forwarded-Host` is not looked at, since any client can send it.
 */
export function isFromOwnOrigin({ headers, url }: Request): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const page = parse(origin);
  const target = new URL(url);
  if (page === undefined || (page.protocol === "http:" && target.protocol === "https:")) return false;
  // Some frameworks put a name of their own into the URL, and `Host` is what the browser or proxy sent.
  return [target.host, headers.get("host")].some(
    (host) => host !== null && parse(`${page.protocol}//${host}`)?.host === page.host,
  );
}

function parse(origin: string): URL | undefined {
  try {
    const url = new URL(origin);
    return url.protocol === "https:" || url.protocol === "http:" ? url : undefined;
  } catch {
    return undefined;
  }
}
