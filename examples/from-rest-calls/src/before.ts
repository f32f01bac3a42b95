import { createHmac } from "node:crypto";

/** How it is often done: take the connection string apart, sign a token for the URL, post. */
export async function sendToRoom(connectionString: string, room: string, text: string): Promise<void> {
  const endpoint = /Endpoint=([^;]+)/.exec(connectionString)?.[1];
  const key = /AccessKey=([^;]+)/.exec(connectionString)?.[1] ?? "";
  const url = `${endpoint}/api/hubs/chat/groups/${encodeURIComponent(room)}/:send`;
  const response = await fetch(`${url}?api-version=2024-12-01`, {
    method: "POST",
    headers: { authorization: `Bearer ${sign(new URL(url).href, key)}`, "content-type": "application/json" },
    body: JSON.stringify({ target: "newMessage", arguments: [text] }),
  });
  if (!response.ok) throw new Error(`The service answered ${response.status}`);
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function sign(audience: string, key: string): string {
  const claims = { aud: audience, exp: Math.floor(Date.now() / 1000) + 3600 };
  const content = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
}
