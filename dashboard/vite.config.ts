/** How the dashboard is built into the server's package, and how it is developed against a running server. */

import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';
import { devServer } from './dev.ts';

export default defineConfig(({ command, mode }) => ({
  base: '/app/',
  plugins: [react(), ...(command === 'serve' ? [devServer(loadEnv(mode, '.', 'HEADWATER_'))] : [])],
  build: {
    outDir: '../src/headwater/web/static/app',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the page allows nothing inline, not even small pictures as data in style sheets.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}));
