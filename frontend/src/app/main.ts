import "./fonts.css";
import "./app.css";
import "../element/define";
import { engine } from "../element/picture";
import { restoreWidths } from "./panes";
import { Playground } from "./playground";

engine.warmUp();
void import("./editor");
restoreWidths();
const root = document.querySelector<HTMLElement>("#app");
if (root) void new Playground(root).start();
