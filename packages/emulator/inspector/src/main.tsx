import { render } from "preact";
import { Page } from "./page.tsx";
import { App } from "./app-state.ts";
import { keepToken } from "./token.ts";

const root = document.createElement("div");
root.id = "page";
document.body.append(root);

const app = new App(() => render(<Page app={app} />, root));
app.open(keepToken());
