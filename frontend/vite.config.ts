import { resolve } from "node:path";
import { defineConfig } from "vite";

const api = process.env["API"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // a font in a data: address would need another policy
    chunkSizeWarningLimit: 2000, // elkjs in its worker, loaded when first needed
    rolldownOptions: {
      input: {
        index: resolve("index.html"),
        embed: resolve("embed.html"),
        "retro-graph": resolve("src/app/standalone.ts"),
      },
      output: {
        // Other people's pages load the element by this name: it never changes.
        entryFileNames: ({ name }) => (name === "retro-graph" ? "retro-graph.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { proxy: { "/api": api } },
});
