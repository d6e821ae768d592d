import { join } from 'node:path'
import { defineConfig } from 'vite'
import { assetsPath, builtFolder } from './src/ui/assets.ts'
import { wegweiserAssets } from './src/ui/build/vite-plugin.ts'

const root = import.meta.dirname

/** Styles, script, fonts and the map for the browser. Names carry a hash, so they can be kept for ever. */
export default defineConfig({
  base: assetsPath,
  publicDir: false,
  plugins: [wegweiserAssets(join(root, 'content/authorities'))],
  worker: { format: 'es' },
  build: {
    chunkSizeWarningLimit: 1200,
    outDir: builtFolder,
    assetsDir: '',
    emptyOutDir: true,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: join(root, 'src/ui/islands/app.ts'), styles: join(root, 'src/ui/styles/app.css') },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
})
