import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

const api = process.env.API_URL ?? "http://127.0.0.1:4000";

// The doors of the API that a browser needs: behind this proxy the whole is one origin, as in production.
const proxy = Object.fromEntries(
  ["/trpc", "/downloads", "/dev/mailbox", "/healthz", "/readyz"].map((door) => [door, api]),
);

// Loopback only: a development server is nobody else's business.
const door = { host: "127.0.0.1", port: 5173, strictPort: true, proxy };

// Its server half says so of itself: what no page imports of it is not loaded.
const pure = [{ test: /\/@trpc\/client\//, sideEffects: false }];

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      addExtensions: true,
      quoteStyle: "double",
      semicolons: true,
      tmpDir: "node_modules/.tanstack",
    }),
    react(),
  ],
  resolve: {
    conditions: ["@gatehouse/source", ...defaultClientConditions],
    // @mantine/hooks imports it and does not say so: it is found from here.
    dedupe: ["react-dom"],
  },
  server: door,
  preview: door,
  // No file becomes a `data:` address: the content security policy loads fonts and scripts from files alone.
  build: {
    manifest: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { treeshake: { moduleSideEffects: pure } },
  },
});
