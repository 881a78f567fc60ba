/** Made by playground/build/gallery-plugin.ts when the page is built. */
declare module 'virtual:kizuna-gallery' {
  import type { GalleryEntry } from '../../report/index.ts';

  const entries: readonly GalleryEntry[];
  export default entries;
}
