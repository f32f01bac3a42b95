import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/** What asks for another protocol: `upgrade`, and the headers that `connection` names for this hop (RFC 9110 section 7.8). */
const ofTheUpgrade = new Set(["connection", "upgrade", "http2-settings"]);

/**
 * Reads a request again without its wish for another protocol, which a server may overlook (RFC 9110 section 7.8): Java's
 * HTTP client asks for HTTP/2 on every request. The option `shouldUpgradeCallback` would do it, but Node 20 lacks it.
 */
export function ignoreUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (!ofTheUpgrade.has(name.toLowerCase())) text += `${name}: ${rawHeaders[index + 1]}\r\n`;
  }
  // Header values are bytes to Node, one character each.
  socket.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}
