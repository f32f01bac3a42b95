import { HubConnectionBuilder } from "@microsoft/signalr";
import { typedConnection } from "@x/hub/client";
import type { Item, Todo } from "./contract.ts";

const find = <E extends Element>(selector: string) => document.querySelector(selector) as E;
const add = <T extends "li" | "button">(parent: Element, tag: T, properties: object) =>
  parent.appendChild(Object.assign(document.createElement(tag), properties));
const say = (text: string) => (find("#status").textContent = text);

const hub = typedConnection<Todo>(new HubConnectionBuilder().withUrl(`/${location.search}`).build());

function show({ id, text }: Item) {
  if (document.getElementById(id) !== null) return;
  const onclick = async () =>
    say((await hub.invoke("remove", id)) ? `${text} is deleted` : `${text} has to stay`);
  add(add(find("ol"), "li", { id, textContent: text }), "button", { textContent: "Delete", onclick });
}

hub.on("itemAdded", show);
hub.on("itemRemoved", (id) => document.getElementById(id)?.remove());
hub.on("usersChanged", (users) => void (find("#members").textContent = users.join(", ")));
hub.on("confirmDelete", ({ text }) => confirm(`May ${text} be deleted?`));
hub.onclose(() => say("not connected; reload to try again"));
find("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  await hub.invoke("add", find<HTMLInputElement>("input").value);
  find<HTMLFormElement>("form").reset();
});
find("#export").addEventListener("click", () => {
  find("pre").textContent = "";
  hub.stream("exportBoard").subscribe({
    next({ line, percent }) {
      find("pre").append(`${line}\n`);
      find<HTMLProgressElement>("progress").value = percent;
    },
    complete: () => say("exported"),
    error: ({ message }) => say(message),
  });
});
await hub.start();
for (const item of await hub.invoke("join")) show(item);
