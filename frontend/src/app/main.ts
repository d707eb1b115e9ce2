import "./fonts";
import "./app.css";
import "./editor";
import "../element/define";
import { engine } from "../element/picture";
import { restoreWidths } from "./panes";
import { Playground } from "./playground";

engine.warmUp();
restoreWidths();
const root = document.querySelector<HTMLElement>("#app");
if (root) void new Playground(root).start();
