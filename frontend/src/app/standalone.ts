/** What other people's pages load as `retro-graph.js`: the element, and the fonts that it draws with. */

import "../element/define";
import fonts from "./fonts.css?url";

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL(fonts, import.meta.url).href;
document.head.append(sheet);
