/** The fonts of the pages: they ship with the project. */

import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "katex/dist/katex.min.css"; // the view's symbols use its fonts too
