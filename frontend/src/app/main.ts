import "./fonts.css";
import "./app.css";
import "./explanation.css";
import "./arraygrid.css";
import "./check.css";
import "./coding.css";
import "./dialogs.css";
import "./jacobian.css";
import "./narrow.css";
import "./lecture.css";
import "./print.css";
import "../element/define";
import { restoreWidths } from "./panes";
import { Playground } from "./playground";

void import("./editor");
restoreWidths();
const root = document.querySelector<HTMLElement>("#app");
if (root) void new Playground(root).start();
