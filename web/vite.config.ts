import { defineConfig } from "vite";

// A daemon to develop against: DUNGHAN_URL=http://127.0.0.1:8080 npm run dev
declare const process: { env: Record<string, string | undefined> };
const daemon = process.env["DUNGHAN_URL"] ?? "http://127.0.0.1:8080";
const asked = ["/api", "/login", "/logout", "/metrics", "/readyz", "/healthz", "/openapi.json"];

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    // What the oldest machines of an office have: Windows 7 stops at Chrome and Edge 109.
    target: ["chrome109", "edge109", "firefox115"],
    outDir: "dist",
    assetsInlineLimit: 0,  // the daemon's Content-Security-Policy knows no data: addresses
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: Object.fromEntries(asked.map((path) => [path, { target: daemon }])) },
});
