/**
 * Tells whether a request comes from a page of the application itself, or from a client that is not a browser.
 *
 * Browsers send `Sec-Fetch-Site`, which pages cannot set. Without that header the hosts are compared. An https page may call an
 * http URL, because a proxy that terminates TLS forwards the request over http. `X-Forwarded-Host` is ignored, because any client
 * can send it.
 */
export function isFromOwnOrigin({ headers, url }: Request): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const page = parse(origin);
  const target = new URL(url);
  if (page === undefined || (page.protocol === "http:" && target.protocol === "https:")) return false;
  // Some frameworks put a different host name into the URL. `Host` is what the browser or proxy sent.
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
