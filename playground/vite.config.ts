import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { early } from './build/early.ts';
import { gallery } from './build/gallery-plugin.ts';
import { offline } from './build/offline.ts';
import { HEADERS, policy } from './build/policy.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const programs = fileURLToPath(new URL('../programs/', import.meta.url));

/** The page: static files that can stand in any folder of any host. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [react(), gallery(programs), early(['editor/monaco.ts']), policy(), offline()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: fileURLToPath(new URL('../dist/page', import.meta.url)),
    emptyOutDir: true,
    // Its helper would fetch; every browser that runs the page knows how to preload.
    modulePreload: { polyfill: false },
    // The editor is one large piece by nature.
    chunkSizeWarningLimit: 4000,
    // As data they would need a source of their own in the policy.
    assetsInlineLimit: 0,
  },
  // A port of its own: what is kept for visits without a network belongs to an address.
  preview: { host: '127.0.0.1', port: 4649, headers: HEADERS },
});
