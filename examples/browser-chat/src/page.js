import { HubConnectionBuilder } from "@microsoft/signalr";

const query = location.search || "?name=guest";
const name = new URLSearchParams(query).get("name");
const [status, messages, form] = ["#status", "#messages", "form"].map((id) => document.querySelector(id));

// The client puts /negotiate before the query.
const connection = new HubConnectionBuilder().withUrl(`/${query}`).withAutomaticReconnect().build();
connection.on("newMessage", (from, text) => {
  const item = messages.appendChild(document.createElement("li"));
  item.className = from === name ? "own" : "";
  item.append(Object.assign(document.createElement("b"), { textContent: from }), text);
  item.scrollIntoView();
});
connection.onclose(() => (status.textContent = "not connected; reload to try again"));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok } = await fetch(`/messages${query}`, { method: "POST", body: form.text.value });
  if (ok) form.reset();
});
await connection.start();
status.textContent = `you are ${name}`;
