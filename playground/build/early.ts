import type { HtmlTagDescriptor, Plugin } from 'vite';

/**
 * Lets the page ask for pieces that it will import as soon as it runs, so that they do not wait until it does. `modules`: how the
 * paths of the modules end that these pieces are made of.
 */
export function early(modules: readonly string[]): Plugin {
  return {
    name: 'kizuna-early',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const tags: HtmlTagDescriptor[] = [];
        const link = (attrs: Record<string, string | boolean>) =>
          tags.push({ tag: 'link', attrs: { ...attrs, crossorigin: true }, injectTo: 'head' });
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          const { facadeModuleId } = chunk;
          if (facadeModuleId === null || !modules.some((module) => facadeModuleId.endsWith(module))) continue;
          link({ rel: 'modulepreload', href: `./${chunk.fileName}` });
          for (const file of chunk.viteMetadata?.importedCss ?? [])
            link({ rel: 'preload', as: 'style', href: `./${file}` });
        }
        return tags;
      },
    },
  };
}
